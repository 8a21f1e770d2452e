// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet.mptcp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

/** Octets as they stand on the wire. Immutable; equal when the octets are. */
public final class Octets {
  private final byte[] bytes;

  private Octets(byte[] bytes) {
    this.bytes = bytes;
  }

  /** A copy of an array. */
  public static Octets of(byte[] bytes) {
    return new Octets(bytes.clone());
  }

  /** A copy of what remains in a buffer, whose position stays. */
  public static Octets of(ByteBuffer buffer) {
    byte[] copy = new byte[buffer.remaining()];
    buffer.duplicate().get(copy);
    return new Octets(copy);
  }

  /**
   * Reads hexadecimal digits without separators.
   *
   * @throws IllegalArgumentException when the text is something else
   */
  public static Octets parse(String hex) {
    return new Octets(HexFormat.of().parseHex(hex));
  }

  /** Number of octets. */
  public int length() {
    return bytes.length;
  }

  /** The octet at an index, 0 to 255. */
  public int at(int index) {
    return bytes[index] & 0xff;
  }

  /** A copy. */
  public byte[] toArray() {
    return bytes.clone();
  }

  /** A read-only view, in network byte order. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Octets o && Arrays.equals(bytes, o.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** Hexadecimal digits without separators. */
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes);
  }
}
