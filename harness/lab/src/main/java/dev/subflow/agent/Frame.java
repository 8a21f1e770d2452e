// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import java.util.Arrays;
import java.util.Objects;

/**
 * One message between the harness and the agent.
 *
 * @param type what it is for
 * @param id the request it belongs to
 * @param more whether the request goes on in the next frame of this id
 * @param payload at most {@link #MAX_PAYLOAD} bytes; not copied, so nobody may change it
 */
@SuppressWarnings("ArrayRecordComponent") // compared by content below; copying would cost a flood
record Frame(FrameType type, int id, boolean more, byte[] payload) {
  /** The longest payload, 64 KiB. */
  public static final int MAX_PAYLOAD = 64 << 10;

  public Frame {
    Objects.requireNonNull(type, "type");
    if (payload.length > MAX_PAYLOAD) {
      throw new IllegalArgumentException(
          "payload of " + payload.length + " bytes is over " + MAX_PAYLOAD);
    }
  }

  /** A frame that is a whole message. */
  public static Frame of(FrameType type, int id, byte[] payload) {
    return new Frame(type, id, false, payload);
  }

  /** A whole message without a payload. */
  public static Frame of(FrameType type, int id) {
    return of(type, id, new byte[0]);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Frame that
        && type == that.type
        && id == that.id
        && more == that.more
        && Arrays.equals(payload, that.payload);
  }

  @Override
  public int hashCode() {
    return Objects.hash(type, id, more, Arrays.hashCode(payload));
  }

  @Override
  public String toString() {
    return type + "(" + id + (more ? ", more" : "") + ", " + payload.length + " bytes)";
  }
}
