// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet.mptcp;

import java.nio.ByteBuffer;
import java.util.OptionalInt;

/**
 * An option of kind 30 that can't be read: of a subtype without a form in RFC 8684, or broken.
 *
 * @param raw the whole option, from its kind on
 */
record UnknownOption(Octets raw) implements MptcpOption {
  /** The subtype, unless the option is too short to have one. */
  public OptionalInt subtype() {
    return raw.length() < 3 ? OptionalInt.empty() : OptionalInt.of(raw.at(2) >> 4);
  }

  @Override
  public String name() {
    return "MPTCP option " + (subtype().isPresent() ? subtype().getAsInt() : "without subtype");
  }

  @Override
  public int length() {
    return raw.length();
  }

  @Override
  public void write(ByteBuffer out) {
    out.put(raw.buffer());
  }

  @Override
  public String toString() {
    return name() + " " + raw;
  }
}
