// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;

/** Numeric addresses; never asks a name server. */
final class IpAddress {
  private static final String OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";
  private static final Pattern V4 = Pattern.compile(OCTET + "(?:\\." + OCTET + "){3}");
  private static final Pattern V6 = Pattern.compile("(?=.*:)[0-9a-fA-F:.]{2,45}");

  private IpAddress() {}

  /** Whether two addresses are one, however they are written. */
  static boolean same(String a, String b) {
    if (a.equals(b)) {
      return true;
    }
    Optional<InetAddress> left = parse(a);
    return left.isPresent() && left.equals(parse(b));
  }

  /** Reads a numeric address; a v4-mapped one is the IPv4 address it maps. */
  static Optional<InetAddress> parse(String text) {
    // Anything else would send getByName to a name server.
    if (!V4.matcher(text).matches() && !V6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
