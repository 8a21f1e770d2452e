// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet.mptcp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.StringJoiner;
import java.util.regex.Pattern;

/** Addresses as octets and as text; never asks a name server. */
public final class IpText {
  private static final int GROUPS = 8;

  // What is neither would be looked up as a name, four numbers that are too large among them.
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern LITERAL =
      Pattern.compile(OCTET + "(\\." + OCTET + "){3}|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  private IpText() {}

  /**
   * Reads a numeric address.
   *
   * @throws IllegalArgumentException when the text is none
   */
  public static InetAddress parse(String text) {
    try {
      if (!LITERAL.matcher(text).matches()) {
        throw new UnknownHostException(text);
      }
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "\""
              + text
              + "\" is not a numeric IPv4 or IPv6 address; write it as 10.0.1.1 or fd00:1::1",
          e);
    }
  }

  /**
   * The address that 4 or 16 octets are.
   *
   * @throws IllegalArgumentException when they are of another number
   */
  public static InetAddress of(byte[] octets) {
    try {
      // getByAddress(octets) would turn ::ffff:10.0.1.1 into an IPv4 address.
      return octets.length == 16
          ? Inet6Address.getByAddress(null, octets, -1)
          : InetAddress.getByAddress(octets);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(octets.length + " octets are no address", e);
    }
  }

  /** As {@code ip} prints it; IPv6 in the short form of RFC 5952. */
  public static String format(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address.getHostAddress();
    }
    ByteBuffer octets = ByteBuffer.wrap(address.getAddress());
    if (octets.getLong(0) == 0 && octets.getInt(8) == 0xffff) {
      byte[] mapped = new byte[4];
      octets.get(12, mapped);
      return "::ffff:" + of(mapped).getHostAddress();
    }
    int[] groups = new int[GROUPS];
    for (int i = 0; i < GROUPS; i++) {
      groups[i] = octets.getShort() & 0xffff;
    }
    int start = longestZeroes(groups);
    int end = start;
    while (end < GROUPS && groups[end] == 0) {
      end++;
    }
    return end - start < 2
        ? join(groups, 0, GROUPS)
        : join(groups, 0, start) + "::" + join(groups, end, GROUPS);
  }

  /** An address and a port, IPv6 in brackets. */
  public static String format(InetAddress address, int port) {
    return address instanceof Inet6Address
        ? "[" + format(address) + "]:" + port
        : format(address) + ":" + port;
  }

  private static int longestZeroes(int[] groups) {
    int best = 0;
    int bestLength = 0;
    int length = 0;
    for (int i = 0; i < GROUPS; i++) {
      length = groups[i] == 0 ? length + 1 : 0;
      if (length > bestLength) {
        bestLength = length;
        best = i + 1 - length;
      }
    }
    return best;
  }

  private static String join(int[] groups, int from, int to) {
    StringJoiner text = new StringJoiner(":");
    for (int i = from; i < to; i++) {
      text.add(Integer.toHexString(groups[i]));
    }
    return text.toString();
  }
}
