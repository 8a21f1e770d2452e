// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import java.nio.ByteBuffer;

/** Decides where a frame goes. Used by the wire's loop only. */
interface Forwarding {
  /** All ports but the one it came from. */
  int EVERYWHERE = -1;

  /** No port: the frame is dropped, as a switch drops what is already where it belongs. */
  int NOWHERE = -2;

  /**
   * The port of a frame, {@link #EVERYWHERE} or {@link #NOWHERE}.
   *
   * @param from port it came from
   * @param frames buffer that holds it, left as it is
   * @param start index of its first byte
   * @param length its bytes, without the length field
   */
  int target(int from, ByteBuffer frames, int start, int length);

  /** Forgets what was learnt from a port, since another machine may be plugged in next. */
  default void unplugged(int port) {}
}
