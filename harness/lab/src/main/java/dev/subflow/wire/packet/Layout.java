// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.packet;

import java.nio.ByteBuffer;

/**
 * Where the headers of a frame begin; {@link #ABSENT} for what it does not have.
 *
 * <p>Fragments, and packets that are longer than their frame, have addresses but no transport.
 *
 * @param etherType type after VLAN tags
 * @param version 4, 6 or {@link #ABSENT}
 * @param ip first byte of the IP header
 * @param protocol number of the transport
 * @param transport first byte of its header
 * @param end byte after the IP packet, behind which Ethernet pads
 */
record Layout(int etherType, int version, int ip, int protocol, int transport, int end) {
  static final int ABSENT = -1;
  static final int TCP = 6;
  static final int UDP = 17;
  static final int ICMPV6 = 58;
  static final int IPV4_TYPE = 0x0800;
  static final int IPV6_TYPE = 0x86dd;
  static final int ARP_TYPE = 0x0806;

  private static final int ETHERNET_BYTES = 14;
  private static final int VLAN_TYPE = 0x8100;
  private static final int PROVIDER_VLAN_TYPE = 0x88a8;
  private static final int IPV6_BYTES = 40;
  private static final int TCP_BYTES = 20;
  private static final int UDP_BYTES = 8;

  static Layout of(byte[] frame) {
    if (frame.length < ETHERNET_BYTES) {
      return new Layout(ABSENT, ABSENT, ABSENT, ABSENT, ABSENT, ABSENT);
    }
    ByteBuffer bytes = ByteBuffer.wrap(frame);
    int at = ETHERNET_BYTES;
    int type = unsignedShort(bytes, at - 2);
    while ((type == VLAN_TYPE || type == PROVIDER_VLAN_TYPE) && at + 4 <= frame.length) {
      at += 4;
      type = unsignedShort(bytes, at - 2);
    }
    return switch (type) {
      case IPV4_TYPE -> ipv4(bytes, at);
      case IPV6_TYPE -> ipv6(bytes, at);
      default -> new Layout(type, ABSENT, at, ABSENT, ABSENT, frame.length);
    };
  }

  private static Layout ipv4(ByteBuffer bytes, int ip) {
    int room = bytes.capacity() - ip;
    int header = room < 20 ? 0 : (bytes.get(ip) & 0x0f) * 4;
    if (header < 20 || header > room || (bytes.get(ip) & 0xf0) != 0x40) {
      return new Layout(IPV4_TYPE, ABSENT, ip, ABSENT, ABSENT, bytes.capacity());
    }
    int total = unsignedShort(bytes, ip + 2);
    int protocol = bytes.get(ip + 9) & 0xff;
    boolean fragment = (unsignedShort(bytes, ip + 6) & 0x3fff) != 0;
    if (fragment || total < header || total > room) {
      return new Layout(IPV4_TYPE, 4, ip, protocol, ABSENT, bytes.capacity());
    }
    return withTransport(bytes, new Layout(IPV4_TYPE, 4, ip, protocol, ip + header, ip + total));
  }

  private static Layout ipv6(ByteBuffer bytes, int ip) {
    int room = bytes.capacity() - ip;
    if (room < IPV6_BYTES || (bytes.get(ip) & 0xf0) != 0x60) {
      return new Layout(IPV6_TYPE, ABSENT, ip, ABSENT, ABSENT, bytes.capacity());
    }
    int end = ip + IPV6_BYTES + unsignedShort(bytes, ip + 4);
    int next = bytes.get(ip + 6) & 0xff;
    int at = ip + IPV6_BYTES;
    if (end > bytes.capacity()) {
      return new Layout(IPV6_TYPE, 6, ip, next, ABSENT, bytes.capacity());
    }
    // Hop-by-hop options, routing, destination options: all with their length at the same place.
    while ((next == 0 || next == 43 || next == 60) && at + 8 <= end) {
      next = bytes.get(at) & 0xff;
      at += 8 + (bytes.get(at + 1) & 0xff) * 8;
    }
    return withTransport(bytes, new Layout(IPV6_TYPE, 6, ip, next, at, end));
  }

  /** The same, without a transport whose header is not whole or not one that is known. */
  private static Layout withTransport(ByteBuffer bytes, Layout layout) {
    int room = layout.end - layout.transport;
    boolean whole =
        switch (layout.protocol) {
          case TCP -> room >= TCP_BYTES && tcpHeaderFits(bytes, layout.transport, room);
          case UDP -> room >= UDP_BYTES;
          default -> room >= 4;
        };
    return whole
        ? layout
        : new Layout(
            layout.etherType, layout.version, layout.ip, layout.protocol, ABSENT, layout.end);
  }

  private static boolean tcpHeaderFits(ByteBuffer bytes, int tcp, int room) {
    int header = ((bytes.get(tcp + 12) >> 4) & 0x0f) * 4;
    return header >= TCP_BYTES && header <= room;
  }

  boolean hasTcp() {
    return protocol == TCP && transport != ABSENT;
  }

  boolean isIp() {
    return version != ABSENT;
  }

  int addressBytes() {
    return version == 4 ? 4 : 16;
  }

  int sourceAddress() {
    return ip + (version == 4 ? 12 : 8);
  }

  int destinationAddress() {
    return sourceAddress() + addressBytes();
  }

  private static int unsignedShort(ByteBuffer bytes, int at) {
    return bytes.getShort(at) & 0xffff;
  }
}
