// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

/**
 * Where the headers of a frame begin; {@link #ABSENT} for what it does not have.
 *
 * <p>Later fragments, and packets that are longer than their frame, have addresses but no
 * transport.
 *
 * @param etherType type after VLAN tags; absent when the frame ends before it
 * @param version 4, 6 or {@link #ABSENT}
 * @param ip first byte after the link's header
 * @param protocol number of the transport, or of the header that can't be passed
 * @param transport first byte of its header
 * @param end byte after the IP packet, behind which Ethernet pads; beyond the bytes when a capture
 *     has cut them
 * @param fragment whether it is a part of a packet
 * @param fault why a TCP header that it has or may have can't be read; empty when there is none
 */
record Layout(
    int etherType,
    int version,
    int ip,
    int protocol,
    int transport,
    int end,
    boolean fragment,
    String fault) {
  static final int ABSENT = -1;
  static final int TCP = 6;
  static final int UDP = 17;
  static final int ICMPV6 = 58;
  static final int IPV4_TYPE = 0x0800;
  static final int IPV6_TYPE = 0x86dd;
  static final int ARP_TYPE = 0x0806;
  static final int IPV6_BYTES = 40;

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
}
