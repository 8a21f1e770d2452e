// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

/** Sets the length of an IP packet to what its frame holds. */
final class IpLength {
  private static final int MAX = 0xffff;

  private IpLength() {}

  /** Writes the length into a frame that was made from one of that layout. */
  static void write(byte[] frame, Layout layout) {
    boolean ipv4 = layout.version() == 4;
    int length = frame.length - layout.ip() - (ipv4 ? 0 : Layout.IPV6_BYTES);
    if (length > MAX) {
      throw new IllegalArgumentException(
          "an IP packet of " + length + " bytes; " + MAX + " are possible");
    }
    int field = layout.ip() + (ipv4 ? 2 : 4);
    frame[field] = (byte) (length >> 8);
    frame[field + 1] = (byte) length;
  }
}
