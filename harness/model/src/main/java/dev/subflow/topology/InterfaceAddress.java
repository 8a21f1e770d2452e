// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.regex.Pattern;

/** An IPv4 or IPv6 address with the length of its prefix, such as {@code 10.0.1.1/24}. */
public record InterfaceAddress(InetAddress address, int prefixLength) {
  // Only literals: InetAddress.getByName must never be given a name to resolve.
  // Four numbers that are too large would be looked up as a name.
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern IPV4 = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
  private static final Pattern LENGTH = Pattern.compile("\\d{1,3}");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

  public InterfaceAddress {
    Objects.requireNonNull(address, "address");
    int bits = address.getAddress().length * 8;
    if (prefixLength < 0 || prefixLength > bits) {
      throw new IllegalArgumentException(
          "prefix length "
              + prefixLength
              + " of "
              + address.getHostAddress()
              + " is not in 0.."
              + bits);
    }
  }

  /**
   * Parses {@code ADDRESS/LENGTH}.
   *
   * @throws IllegalArgumentException when the text is not of that form or names a host
   */
  public static InterfaceAddress parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new IllegalArgumentException(
          "\"" + text + "\" has no prefix length; write it as 10.0.1.1/24 or fd00:1::1/64");
    }
    String host = text.substring(0, slash);
    String length = text.substring(slash + 1);
    try {
      if ((!IPV4.matcher(host).matches() && !IPV6.matcher(host).matches())
          || !LENGTH.matcher(length).matches()) {
        throw new UnknownHostException(host);
      }
      return new InterfaceAddress(InetAddress.getByName(host), Integer.parseInt(length));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not an address with a prefix length", e);
    }
  }

  /** Whether this is an IPv6 address. */
  public boolean isIpv6() {
    return address instanceof Inet6Address;
  }

  /** Whether an address lies in the network that this one and its prefix length describe. */
  public boolean contains(InetAddress other) {
    byte[] own = address.getAddress();
    byte[] its = other.getAddress();
    return own.length == its.length && network(own).equals(network(its));
  }

  /** Whether this is the first or the last address of an IPv4 network that has room for hosts. */
  boolean isNetworkOrBroadcast() {
    if (isIpv6() || prefixLength > 30) {
      return false;
    }
    int hostMask = (int) (0xffff_ffffL >>> prefixLength);
    int part = new BigInteger(address.getAddress()).intValue() & hostMask;
    return part == 0 || part == hostMask;
  }

  private BigInteger network(byte[] bytes) {
    return new BigInteger(1, bytes).shiftRight(bytes.length * 8 - prefixLength);
  }

  /** The address alone, without the prefix length. */
  public String host() {
    return address.getHostAddress();
  }

  @Override
  public String toString() {
    return host() + "/" + prefixLength;
  }
}
