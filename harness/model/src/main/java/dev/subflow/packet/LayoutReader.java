// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import static dev.subflow.packet.Layout.ABSENT;

import java.nio.ByteBuffer;

/**
 * Finds the headers of one frame, whatever its bytes are. Source: IEEE 802.1Q; the LINKTYPE pages
 * of tcpdump.org; RFC 791, section 3.1; RFC 8200, sections 3 and 4; RFC 4302, section 2.
 */
final class LayoutReader {
  private static final int ETHERNET_BYTES = 14;
  private static final int COOKED_BYTES = 16;
  private static final int COOKED_2_BYTES = 20;
  private static final int TAG_BYTES = 4;
  private static final int IPV4_BYTES = 20;
  private static final int TCP_BYTES = 20;
  private static final int UDP_BYTES = 8;

  private static final int HOP_BY_HOP = 0;
  private static final int ROUTING = 43;
  private static final int FRAGMENT = 44;
  private static final int AUTHENTICATION = 51;
  private static final int DESTINATION = 60;
  private static final int MOBILITY = 135;
  private static final int EXTENSION_BYTES = 8;

  private final ByteBuffer bytes;
  private final int wireLength;
  private int etherType = ABSENT;
  private int version = ABSENT;
  private int ip = ABSENT;
  private int protocol = ABSENT;
  private int transport = ABSENT;
  private int end;
  private boolean fragment;
  private String fault = "";

  private LayoutReader(byte[] frame, int wireLength) {
    bytes = ByteBuffer.wrap(frame);
    this.wireLength = wireLength;
    end = frame.length;
  }

  /**
   * The layout of a frame.
   *
   * @param wireLength bytes it had on the wire; more than there are when a capture has cut it
   */
  static Layout read(LinkType link, byte[] frame, int wireLength) {
    LayoutReader reader = new LayoutReader(frame, wireLength);
    switch (link) {
      case ETHERNET -> reader.link(ETHERNET_BYTES, 12);
      case LINUX_COOKED -> reader.link(COOKED_BYTES, 14);
      case LINUX_COOKED_2 -> reader.link(COOKED_2_BYTES, 0);
      case RAW_IP -> reader.raw();
    }
    return reader.layout();
  }

  private Layout layout() {
    return new Layout(etherType, version, ip, protocol, transport, end, fragment, fault);
  }

  private void link(int header, int typeAt) {
    if (bytes.capacity() < header) {
      return;
    }
    int at = header;
    int type = u16(typeAt);
    while (isTag(type) && at + TAG_BYTES <= bytes.capacity()) {
      at += TAG_BYTES;
      type = u16(at - 2);
    }
    network(type, at);
  }

  /** 802.1Q, 802.1ad, and what bridges used for outer tags before it. */
  private static boolean isTag(int type) {
    return type == 0x8100 || type == 0x88a8 || type == 0x9100;
  }

  private void raw() {
    if (bytes.capacity() > 0) {
      boolean isV6 = (bytes.get(0) & 0xf0) == 0x60;
      network(isV6 ? Layout.IPV6_TYPE : Layout.IPV4_TYPE, 0);
    }
  }

  private void network(int type, int at) {
    etherType = type;
    ip = at;
    if (type == Layout.IPV4_TYPE) {
      ipv4(bytes.capacity() - at);
    } else if (type == Layout.IPV6_TYPE) {
      ipv6(bytes.capacity() - at);
    }
  }

  private void ipv4(int room) {
    if (!headerFits("IPv4", 4, IPV4_BYTES, room)) {
      return;
    }
    protocol = u8(ip + 9);
    int header = (u8(ip) & 0x0f) * 4;
    if (header < IPV4_BYTES || header > room) {
      unreadable("IPv4 header of " + header + " octets where there are " + room);
      return;
    }
    version = 4;
    int total = u16(ip + 2);
    if (total < header) {
      unreadable("IPv4 packet of " + total + " octets with a header of " + header);
      return;
    }
    int offset = (u16(ip + 6) & 0x1fff) * 8;
    fragment = offset != 0 || (u16(ip + 6) & 0x2000) != 0;
    if (offset != 0) {
      unreadable("IPv4 fragment from octet " + offset + " on");
    } else if (packetFits("IPv4", total)) {
      upper(protocol, ip + header);
    }
  }

  private void ipv6(int room) {
    if (headerFits("IPv6", 6, Layout.IPV6_BYTES, room)) {
      version = 6;
      protocol = u8(ip + 6);
      if (packetFits("IPv6", Layout.IPV6_BYTES + u16(ip + 4))) {
        upper(protocol, ip + Layout.IPV6_BYTES);
      }
    }
  }

  private boolean headerFits(String name, int wanted, int octets, int room) {
    if (room < octets) {
      fault = name + " header cut off after " + room + " octets";
      return false;
    }
    int found = u8(ip) >> 4;
    if (found != wanted) {
      fault = name + " packet that says it is of version " + found;
    }
    return found == wanted;
  }

  private boolean packetFits(String name, int total) {
    int room = wireLength - ip;
    if (total > room) {
      unreadable(name + " packet of " + total + " octets where there are " + room);
      return false;
    }
    end = ip + total;
    return true;
  }

  /** Passes the extension headers that the version has, up to the transport. */
  private void upper(int first, int start) {
    int at = start;
    int limit = Math.min(end, bytes.capacity());
    protocol = first;
    while (isExtension(protocol)) {
      int length = at + EXTENSION_BYTES > limit ? 0 : extensionLength(protocol, at);
      if (length == 0 || at + length > limit) {
        fault = "IPv" + version + " extension header " + protocol + " longer than the packet";
        return;
      }
      int offset = protocol == FRAGMENT ? u16(at + 2) & 0xfff8 : 0;
      fragment |= protocol == FRAGMENT && (u16(at + 2) & 0xfff9) != 0;
      protocol = u8(at);
      if (offset != 0) {
        unreadable("IPv6 fragment from octet " + offset + " on");
        return;
      }
      at += length;
    }
    transport(at, limit - at);
  }

  private boolean isExtension(int type) {
    return switch (type) {
      case AUTHENTICATION -> true;
      case HOP_BY_HOP, ROUTING, FRAGMENT, DESTINATION, MOBILITY -> version == 6;
      default -> false;
    };
  }

  private int extensionLength(int type, int at) {
    int units = u8(at + 1);
    return switch (type) {
      case AUTHENTICATION -> (units + 2) * 4;
      case FRAGMENT -> EXTENSION_BYTES;
      default -> (units + 1) * 8;
    };
  }

  private void transport(int at, int room) {
    int least =
        switch (protocol) {
          case Layout.TCP -> TCP_BYTES;
          case Layout.UDP -> UDP_BYTES;
          default -> 4;
        };
    if (room < least) {
      unreadable("TCP header cut off after " + room + " octets");
      return;
    }
    int header = protocol == Layout.TCP ? (u8(at + 12) >> 4) * 4 : least;
    if (header < least || header > room) {
      unreadable("TCP header of " + header + " octets where there are " + room);
      return;
    }
    transport = at;
  }

  /** Notes why a header can't be read, where it is that of TCP or may lead there. */
  private void unreadable(String why) {
    if (protocol == Layout.TCP || isExtension(protocol)) {
      fault = why;
    }
  }

  private int u8(int at) {
    return bytes.get(at) & 0xff;
  }

  private int u16(int at) {
    return bytes.getShort(at) & 0xffff;
  }
}
