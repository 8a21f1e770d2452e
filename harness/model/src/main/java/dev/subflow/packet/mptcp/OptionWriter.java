// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet.mptcp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** Checks and helpers that the options share when they are written. */
final class OptionWriter {
  private static final long MAX_U32 = 0xffff_ffffL;

  private OptionWriter() {}

  /** The first three octets: kind, length, subtype and the four bits beside it. */
  static ByteBuffer begin(ByteBuffer out, int length, int subtype, int low) {
    return out.put((byte) MptcpOption.KIND).put((byte) length).put((byte) (subtype << 4 | low));
  }

  static void u8(String what, int value) {
    range(what, value, 0xff);
  }

  static void u16(String what, int value) {
    range(what, value, 0xffff);
  }

  static void u32(String what, long value) {
    range(what, value, MAX_U32);
  }

  static void range(String what, long value, long max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(what + " " + value + " is not in 0.." + max);
    }
  }

  /** The address without the name and the scope that its Java object may carry. */
  static InetAddress plain(InetAddress address) {
    return IpText.of(address.getAddress());
  }

  static boolean isV6(InetAddress address) {
    return address instanceof Inet6Address;
  }

  static String hex16(int value) {
    return String.format("0x%04x", value);
  }

  static String hex32(long value) {
    return String.format("%08x", value);
  }

  static String hex64(long value) {
    return String.format("%016x", value);
  }
}
