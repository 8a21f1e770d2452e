// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.packet;

import java.net.InetAddress;
import java.util.Optional;
import java.util.function.Predicate;

/** The common {@link FrameMatcher}s, to be imported statically and combined. */
public final class FrameMatchers {
  private FrameMatchers() {}

  /** Every frame. */
  public static FrameMatcher anything() {
    return new NamedMatcher("anything", frame -> true);
  }

  public static FrameMatcher arp() {
    return new NamedMatcher("ARP", Packet::isArp);
  }

  public static FrameMatcher udp() {
    return new NamedMatcher("UDP", Packet::isUdp);
  }

  public static FrameMatcher tcp() {
    return segment("TCP", s -> true);
  }

  /** First segments of connections and subflows: SYN without ACK. */
  public static FrameMatcher syn() {
    return segment("SYN", TcpSegment::isSyn);
  }

  public static FrameMatcher synAck() {
    return segment("SYN-ACK", TcpSegment::isSynAck);
  }

  /** Segments that acknowledge and carry nothing but options. */
  public static FrameMatcher pureAck() {
    return segment("pure ACK", TcpSegment::isPureAck);
  }

  /** TCP segments with payload. */
  public static FrameMatcher payload() {
    return segment("payload", s -> s.payloadLength() > 0);
  }

  public static FrameMatcher flag(TcpFlag flag) {
    return segment(flag.name(), s -> s.has(flag));
  }

  /** TCP segments with an MPTCP option. */
  public static FrameMatcher mptcp() {
    return segment("MPTCP", TcpSegment::isMptcp);
  }

  /** TCP segments with an MPTCP option of that subtype. */
  public static FrameMatcher mptcp(MptcpSubtype subtype) {
    return segment(subtype.name(), s -> s.has(subtype));
  }

  /** TCP segments that confirm an ADD_ADDR. */
  public static FrameMatcher addAddrEcho() {
    return segment("ADD_ADDR echo", s -> s.options().stream().anyMatch(TcpOption::isAddAddrEcho));
  }

  /**
   * All segments of subflows that joined a connection, in both directions, from their SYN on.
   *
   * <p>It learns them from the SYNs with MP_JOIN that it is asked about, so it must see those: put
   * it first in a combination. The last 1024 subflows are known.
   */
  public static FrameMatcher joinedSubflow() {
    return new NamedMatcher("joined subflow", new JoinedSubflows());
  }

  /**
   * Packets from an address.
   *
   * @throws IllegalArgumentException when the text is no IPv4 or IPv6 address
   */
  public static FrameMatcher source(String address) {
    Optional<InetAddress> wanted = Optional.of(Addresses.parse(address));
    return new NamedMatcher("from " + address, frame -> frame.source().equals(wanted));
  }

  /**
   * Packets to an address.
   *
   * @throws IllegalArgumentException when the text is no IPv4 or IPv6 address
   */
  public static FrameMatcher destination(String address) {
    Optional<InetAddress> wanted = Optional.of(Addresses.parse(address));
    return new NamedMatcher("to " + address, frame -> frame.destination().equals(wanted));
  }

  /** TCP segments from a port. */
  public static FrameMatcher sourcePort(int port) {
    checkPort(port);
    return segment("from port " + port, s -> s.sourcePort() == port);
  }

  /** TCP segments to a port. */
  public static FrameMatcher destinationPort(int port) {
    checkPort(port);
    return segment("to port " + port, s -> s.destinationPort() == port);
  }

  private static void checkPort(int port) {
    if (port < 0 || port > 0xffff) {
      throw new IllegalArgumentException("port " + port + " is not in 0..65535");
    }
  }

  /** TCP segments of which something holds. */
  public static FrameMatcher segment(String name, Predicate<TcpSegment> condition) {
    return new NamedMatcher(name, frame -> frame.tcp().filter(condition).isPresent());
  }
}
