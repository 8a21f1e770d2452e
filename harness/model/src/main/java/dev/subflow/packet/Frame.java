// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import dev.subflow.packet.mptcp.IpText;
import dev.subflow.packet.mptcp.Octets;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A frame of a wire or a capture, with a view of its IP and TCP headers. Immutable.
 *
 * <p>Any bytes are a frame: what can't be read is absent, and {@link #unreadable} tells why. It is
 * parsed once, when something is first asked of it. Every change mends lengths and checksums; a
 * checksum that was wrong stays wrong. Later fragments and packets longer than their frame have
 * addresses but no TCP. Frames are equal when their bytes are.
 */
public final class Frame {
  private static final HexFormat MAC = HexFormat.ofDelimiter(":");
  private static final int MAC_BYTES = 6;

  private final LinkType link;
  private final byte[] bytes;
  private final int wireLength;
  private final Origin origin;
  private @Nullable Layout layout;
  private @Nullable Segment segment;

  private Frame(LinkType link, byte[] bytes, int wireLength, Origin origin) {
    this.link = link;
    this.bytes = bytes;
    this.wireLength = wireLength;
    this.origin = origin;
  }

  /** An Ethernet frame of these bytes, from the destination MAC on and without a checksum. */
  public static Frame of(byte[] bytes) {
    return owning(bytes.clone(), Origin.UNKNOWN);
  }

  /** As {@link #of}, from a NIC and of an array that nobody changes any more. */
  public static Frame owning(byte[] bytes, Origin origin) {
    return new Frame(LinkType.ETHERNET, bytes, bytes.length, origin);
  }

  /**
   * A frame as a capture has it, of an array that nobody changes any more.
   *
   * @param wireLength bytes it had on the wire; never less than it has
   */
  public static Frame captured(LinkType link, byte[] bytes, int wireLength, Origin origin) {
    return new Frame(link, bytes, Math.max(wireLength, bytes.length), origin);
  }

  /** The header that it begins with. */
  public LinkType link() {
    return link;
  }

  /** Bytes of the frame. */
  public int length() {
    return bytes.length;
  }

  /** Bytes that it had on the wire; more than {@link #length} when a capture has cut it. */
  public int wireLength() {
    return wireLength;
  }

  /** The bytes of the frame; a copy. */
  public byte[] bytes() {
    return bytes.clone();
  }

  /** A read-only view of the bytes, in network byte order; a new one on each call. */
  public ByteBuffer buffer() {
    return ByteBuffer.wrap(bytes).asReadOnlyBuffer();
  }

  byte[] array() {
    return bytes;
  }

  Layout layout() {
    Layout known = layout;
    if (known == null) {
      known = LayoutReader.read(link, bytes, wireLength);
      layout = known;
    }
    return known;
  }

  /** The NIC that sent it, as {@code host/nic} where that is known. */
  public Optional<String> sender() {
    return origin.sender().or(() -> origin.nic(sourceMac()));
  }

  /** The NIC that it is addressed to; empty for groups and where it is not known. */
  public Optional<String> receiver() {
    return origin.nic(destinationMac());
  }

  /** The MAC it goes to; empty when it has none or is shorter than an Ethernet header. */
  public Optional<Octets> destinationMac() {
    return link == LinkType.ETHERNET ? mac(0) : Optional.empty();
  }

  /** The MAC it comes from; empty when it has none or is shorter than its header. */
  public Optional<Octets> sourceMac() {
    return switch (link) {
      case ETHERNET -> mac(MAC_BYTES);
      case LINUX_COOKED -> at(5) == MAC_BYTES ? mac(6) : Optional.empty();
      case LINUX_COOKED_2 -> at(11) == MAC_BYTES ? mac(12) : Optional.empty();
      case RAW_IP -> Optional.empty();
    };
  }

  private int at(int index) {
    return index < bytes.length ? bytes[index] & 0xff : -1;
  }

  private Optional<Octets> mac(int at) {
    return layout().etherType() == Layout.ABSENT
        ? Optional.empty()
        : Optional.of(Octets.of(Arrays.copyOfRange(bytes, at, at + MAC_BYTES)));
  }

  public boolean isIpv4() {
    return layout().version() == 4;
  }

  public boolean isIpv6() {
    return layout().version() == 6;
  }

  public boolean isArp() {
    return layout().etherType() == Layout.ARP_TYPE;
  }

  public boolean isUdp() {
    return layout().protocol() == Layout.UDP;
  }

  /** Bytes before the network's header, VLAN tags included; all when the frame is shorter. */
  public int headerBytes() {
    return layout().etherType() == Layout.ABSENT ? bytes.length : layout().ip();
  }

  /** The IP address it comes from. */
  public Optional<InetAddress> source() {
    return layout().isIp() ? Optional.of(address(layout().sourceAddress())) : Optional.empty();
  }

  /** The IP address it goes to. */
  public Optional<InetAddress> destination() {
    return layout().isIp() ? Optional.of(address(layout().destinationAddress())) : Optional.empty();
  }

  private InetAddress address(int at) {
    return IpText.of(Arrays.copyOfRange(bytes, at, at + layout().addressBytes()));
  }

  boolean isFrom(byte[] address) {
    return layout().isIp() && hasAt(layout().sourceAddress(), address);
  }

  boolean isTo(byte[] address) {
    return layout().isIp() && hasAt(layout().destinationAddress(), address);
  }

  private boolean hasAt(int at, byte[] address) {
    return Arrays.equals(bytes, at, at + layout().addressBytes(), address, 0, address.length);
  }

  /** Its TCP segment, when it has one whose header is whole. */
  public Optional<Segment> tcp() {
    Segment known = segment;
    if (known == null && layout().hasTcp()) {
      known = new Segment(this);
      segment = known;
    }
    return Optional.ofNullable(known);
  }

  /** Why TCP that it carries, or may carry, can't be read; empty where nothing of it is lost. */
  public Optional<String> unreadable() {
    return Optional.of(layout().fault()).filter(f -> !f.isEmpty());
  }

  /**
   * Whether the checksums of IPv4, TCP, UDP and ICMPv6 are right, as far as it has them and what
   * they cover.
   */
  public boolean hasRightChecksums() {
    Checksums found = Checksums.of(bytes, layout());
    return found.ip() == 0 && (found.transport() == 0 || layout().fragment());
  }

  /**
   * Packet from another address.
   *
   * @throws IllegalArgumentException when it is no IP packet of the address's version
   */
  public Frame withSource(InetAddress address) {
    return withAddress(layout().sourceAddress(), address);
  }

  /**
   * Packet to another address.
   *
   * @throws IllegalArgumentException when it is no IP packet of the address's version
   */
  public Frame withDestination(InetAddress address) {
    return withAddress(layout().destinationAddress(), address);
  }

  private Frame withAddress(int at, InetAddress address) {
    byte[] octets = address.getAddress();
    if (!layout().isIp() || octets.length != layout().addressBytes()) {
      throw new IllegalArgumentException(
          "can't give the address " + address.getHostAddress() + " to the packet " + this);
    }
    return changed(at, octets);
  }

  /** Packet with other bytes in one place; its headers stay where they are. */
  Frame changed(int at, byte[] octets) {
    requireWhole();
    Checksums before = Checksums.of(bytes, layout());
    byte[] copy = bytes.clone();
    System.arraycopy(octets, 0, copy, at, octets.length);
    before.mend(copy, layout());
    return with(copy);
  }

  void requireWhole() {
    if (wireLength > bytes.length) {
      throw new IllegalArgumentException(
          "can't change a packet that the capture has cut: "
              + bytes.length
              + " of "
              + wireLength
              + " bytes are there");
    }
  }

  /** A frame of the same origin with other bytes, which nobody changes any more. */
  Frame with(byte[] owned) {
    return new Frame(link, owned, owned.length, origin);
  }

  /**
   * Frame with other bytes in one place and nothing mended.
   *
   * @param index of the first byte
   * @throws IllegalArgumentException when they do not fit into it
   */
  public Frame withBytes(int index, byte[] octets) {
    if (index < 0 || index > bytes.length - octets.length) {
      throw new IllegalArgumentException(
          octets.length + " bytes at " + index + " do not fit into the packet " + this);
    }
    byte[] copy = bytes.clone();
    System.arraycopy(octets, 0, copy, index, octets.length);
    return new Frame(link, copy, wireLength, origin);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Frame frame && link == frame.link && Arrays.equals(bytes, frame.bytes);
  }

  @Override
  public int hashCode() {
    return Objects.hash(link, Arrays.hashCode(bytes));
  }

  /** A line for messages; with TCP that of {@link Segment#toString}. */
  @Override
  public String toString() {
    if (layout().hasTcp()) {
      return new Segment(this).toString();
    }
    return way()
        + source().map(IpText::format).or(() -> sourceMac().map(Frame::text)).orElse("?")
        + " > "
        + destination().map(IpText::format).or(() -> destinationMac().map(Frame::text)).orElse("?")
        + (isArp() ? " ARP" : isUdp() ? " UDP" : "")
        + " "
        + bytes.length
        + " bytes"
        + unreadable().map(why -> " (" + why + ")").orElse("");
  }

  /** Such as {@code client→server }; empty when nothing is known of its sender. */
  String way() {
    return sender()
        .map(s -> host(s) + "→" + receiver().map(Frame::host).orElse("?") + " ")
        .orElse("");
  }

  private static String host(String nic) {
    int slash = nic.indexOf('/');
    return slash < 0 ? nic : nic.substring(0, slash);
  }

  private static String text(Octets mac) {
    return MAC.formatHex(mac.toArray());
  }
}
