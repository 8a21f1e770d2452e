// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One end of a socket: an address and a port.
 *
 * @param host the address as printed, without brackets; {@code *} for any
 * @param device the NIC the socket is bound to
 * @param service the port as printed: a number, {@code *} for any, or a service name where {@code
 *     ss} ran without {@code -n}
 */
public record SocketEnd(String host, Optional<String> device, String service) {
  /** Any address and any port. */
  public static final SocketEnd ANY = new SocketEnd("*", Optional.empty(), "*");

  // 10.0.1.1:9734   10.0.1.1%eth1:5000   [::ffff:10.0.1.1]:80   [fe80::1]%eth0:80   *:9734   *:*
  private static final Pattern PRINTED =
      Pattern.compile("(?:\\[([^\\]\\[]*)\\]|([^\\[\\]%:]+))(?:%([^:]+))?:([^:]+)");

  public SocketEnd {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(device, "device");
    Objects.requireNonNull(service, "service");
  }

  /** An address, IPv6 without brackets, and a port. */
  public static SocketEnd of(String host, int port) {
    return new SocketEnd(host, Optional.empty(), Integer.toString(port));
  }

  /** The address with any port. */
  public static SocketEnd of(String host) {
    return new SocketEnd(host, Optional.empty(), "*");
  }

  /** Reads what {@code ss} prints, such as {@code [fe80::1]%eth0:80}; empty if it is not that. */
  public static Optional<SocketEnd> parse(String text) {
    Matcher m = PRINTED.matcher(text);
    if (!m.matches()) {
      return Optional.empty();
    }
    String host = m.group(1) != null ? m.group(1) : m.group(2);
    return Optional.of(new SocketEnd(host, Optional.ofNullable(m.group(3)), m.group(4)));
  }

  /** The port, empty where it is any or was printed by name. */
  public OptionalInt port() {
    if (!service.matches("[0-9]{1,5}")) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(Integer.parseInt(service));
  }

  /**
   * Whether this end is one that {@code wanted} describes: {@code *} in {@code wanted} stands for
   * anything, an absent device too; addresses compare as numbers, so {@code ::ffff:10.0.1.1} is
   * {@code 10.0.1.1}.
   */
  public boolean matches(SocketEnd wanted) {
    return (wanted.host.equals("*") || IpAddress.same(host, wanted.host))
        && (wanted.service.equals("*") || service.equals(wanted.service))
        && (wanted.device.isEmpty() || device.equals(wanted.device));
  }

  /** As {@code ss} prints it. */
  @Override
  public String toString() {
    String bracketed = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
    return bracketed + device.map(d -> "%" + d).orElse("") + ":" + service;
  }
}
