// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.trace;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Function;

/**
 * A TCP segment with the addresses of the IP packet around it. Source: RFC 791, section 3.1; RFC
 * 8200, sections 3 and 4.
 *
 * @param tcp from the TCP header on, as far as it was captured
 * @param tcpLength octets that it had on the wire, with its header
 */
record IpPacket(InetAddress source, InetAddress destination, ByteBuffer tcp, int tcpLength) {
  private static final int ETHERNET_OCTETS = 14;
  private static final int IPV4 = 0x0800;
  private static final int IPV6 = 0x86dd;
  private static final int TCP = 6;

  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int AUTHENTICATION = 51;
  private static final int DESTINATION = 60;
  private static final int MOBILITY = 135;

  /**
   * Reads an Ethernet frame without VLAN tag; empty when it does not carry TCP.
   *
   * @param addresses makes an address of octets
   * @throws UnreadableFrameException when it carries TCP, but broken or in fragments
   */
  static Optional<IpPacket> read(ByteBuffer frame, Function<byte[], InetAddress> addresses)
      throws UnreadableFrameException {
    if (frame.remaining() < ETHERNET_OCTETS) {
      return Optional.empty();
    }
    int type = frame.getShort(frame.position() + 12) & 0xffff;
    int start = frame.position() + ETHERNET_OCTETS;
    ByteBuffer packet = frame.slice(start, frame.limit() - start);
    return switch (type) {
      case IPV4 -> readV4(packet, addresses);
      case IPV6 -> readV6(packet, addresses);
      default -> Optional.empty();
    };
  }

  private static Optional<IpPacket> readV4(
      ByteBuffer packet, Function<byte[], InetAddress> addresses) throws UnreadableFrameException {
    if (packet.limit() < 20 || packet.get(9) != TCP) {
      return Optional.empty();
    }
    int header = (packet.get(0) & 0xf) * 4;
    int total = packet.getShort(2) & 0xffff;
    if (packet.get(0) >> 4 != 4 || header < 20 || header > packet.limit() || total < header) {
      throw new UnreadableFrameException("IPv4 header broken");
    }
    if ((packet.getShort(6) & 0x3fff) != 0) {
      throw new UnreadableFrameException("IPv4 fragment");
    }
    return Optional.of(
        of(
            addresses.apply(octets(packet, 12, 4)),
            addresses.apply(octets(packet, 16, 4)),
            packet,
            header,
            total));
  }

  private static Optional<IpPacket> readV6(
      ByteBuffer packet, Function<byte[], InetAddress> addresses) throws UnreadableFrameException {
    if (packet.limit() < 40 || (packet.get(0) >> 4) != 6) {
      return Optional.empty();
    }
    int total = 40 + (packet.getShort(4) & 0xffff);
    int next = packet.get(6) & 0xff;
    int at = 40;
    while (next != TCP) {
      int length = extensionLength(packet, next, at);
      if (length == 0) {
        return Optional.empty();
      }
      if (next == FRAGMENT && (packet.getShort(at + 2) & 0xfff9) != 0) {
        return notTcpFragment(packet.get(at) & 0xff);
      }
      next = packet.get(at) & 0xff;
      at += length;
    }
    if (at > total || at > packet.limit()) {
      throw new UnreadableFrameException("IPv6 headers longer than the packet");
    }
    return Optional.of(
        of(
            addresses.apply(octets(packet, 8, 16)),
            addresses.apply(octets(packet, 24, 16)),
            packet,
            at,
            total));
  }

  private static Optional<IpPacket> notTcpFragment(int next) throws UnreadableFrameException {
    if (next == TCP) {
      throw new UnreadableFrameException("IPv6 fragment");
    }
    return Optional.empty();
  }

  /** Octets of an extension header, 0 when it is none that leads to TCP. */
  private static int extensionLength(ByteBuffer packet, int type, int at) {
    if (at + 8 > packet.limit()) {
      return 0;
    }
    int units = packet.get(at + 1) & 0xff;
    return switch (type) {
      case HOP_BY_HOP, ROUTING, DESTINATION, MOBILITY -> (units + 1) * 8;
      case AUTHENTICATION -> (units + 2) * 4;
      case FRAGMENT -> 8;
      default -> 0;
    };
  }

  private static IpPacket of(
      InetAddress source, InetAddress destination, ByteBuffer packet, int start, int total) {
    // Short frames are padded, so the frame may be longer than the packet.
    int end = Math.max(start, Math.min(total, packet.limit()));
    return new IpPacket(source, destination, packet.slice(start, end - start), total - start);
  }

  private static byte[] octets(ByteBuffer packet, int at, int count) {
    byte[] copy = new byte[count];
    packet.get(at, copy);
    return copy;
  }
}
