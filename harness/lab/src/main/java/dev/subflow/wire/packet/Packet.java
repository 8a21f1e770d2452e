// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.packet;

import dev.subflow.topology.MacAddress;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An Ethernet frame, with a view of its IP and TCP headers. Immutable.
 *
 * <p>Any bytes are a packet: what can't be read is absent. Every change mends lengths and
 * checksums; a checksum that was wrong stays wrong. Fragments and truncated packets have addresses
 * but no TCP.
 */
public final class Packet {
  /** The largest frame a wire carries: the largest MTU of Linux with Ethernet and VLAN headers. */
  public static final int MAX_BYTES = 65_535 + 14 + 4;

  private static final HexFormat MAC = HexFormat.ofDelimiter(":");

  private final byte[] frame;
  private @Nullable Layout layout;

  private Packet(byte[] frame) {
    this.frame = frame;
  }

  /**
   * A frame of these bytes, from the destination MAC on and without a checksum at its end.
   *
   * @throws IllegalArgumentException when it has no byte or more than {@link #MAX_BYTES}
   */
  public static Packet of(byte[] frame) {
    return owning(frame.clone());
  }

  /** As {@link #of}, of an array that nobody changes any more. */
  static Packet owning(byte[] frame) {
    if (frame.length == 0 || frame.length > MAX_BYTES) {
      throw new IllegalArgumentException(
          "a frame of "
              + frame.length
              + " bytes can't cross a wire; 1 to "
              + MAX_BYTES
              + " are possible");
    }
    return new Packet(frame);
  }

  /** Bytes of the frame. */
  public int length() {
    return frame.length;
  }

  /** The bytes of the frame; a copy. */
  public byte[] bytes() {
    return frame.clone();
  }

  byte[] frame() {
    return frame;
  }

  Layout layout() {
    Layout known = layout;
    if (known == null) {
      known = Layout.of(frame);
      layout = known;
    }
    return known;
  }

  /** The MAC it goes to; empty when the frame is shorter than an Ethernet header. */
  public Optional<MacAddress> destinationMac() {
    return mac(0);
  }

  /** The MAC it comes from; empty when the frame is shorter than an Ethernet header. */
  public Optional<MacAddress> sourceMac() {
    return mac(6);
  }

  private Optional<MacAddress> mac(int at) {
    return layout().etherType() == Layout.ABSENT
        ? Optional.empty()
        : Optional.of(new MacAddress(MAC.formatHex(frame, at, at + 6)));
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

  /** Bytes of the Ethernet header with its VLAN tags; all when the frame is shorter than one. */
  public int headerBytes() {
    return layout().etherType() == Layout.ABSENT ? frame.length : layout().ip();
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
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(frame, at, at + layout().addressBytes()));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 and 16 bytes are addresses", e);
    }
  }

  /** Its TCP segment, when it has a whole one. */
  public Optional<TcpSegment> tcp() {
    return layout().hasTcp() ? Optional.of(new TcpSegment(this)) : Optional.empty();
  }

  /** Whether the checksums of IPv4, TCP, UDP and ICMPv6, as far as it has them, are right. */
  public boolean hasRightChecksums() {
    return Checksums.of(frame, layout()).areRight();
  }

  /**
   * The same packet from another address.
   *
   * @throws IllegalArgumentException when it is no IP packet of the address's version
   */
  public Packet withSource(InetAddress address) {
    return withAddress(layout().sourceAddress(), address);
  }

  /**
   * The same packet to another address.
   *
   * @throws IllegalArgumentException when it is no IP packet of the address's version
   */
  public Packet withDestination(InetAddress address) {
    return withAddress(layout().destinationAddress(), address);
  }

  private Packet withAddress(int at, InetAddress address) {
    byte[] bytes = address.getAddress();
    if (!layout().isIp() || bytes.length != layout().addressBytes()) {
      throw new IllegalArgumentException(
          "can't give the address " + address.getHostAddress() + " to the packet " + this);
    }
    return changed(at, bytes);
  }

  /** The same packet with other bytes in one place; its headers stay where they are. */
  Packet changed(int at, byte[] bytes) {
    Checksums before = Checksums.of(frame, layout());
    byte[] copy = frame.clone();
    System.arraycopy(bytes, 0, copy, at, bytes.length);
    before.mend(copy, layout());
    return new Packet(copy);
  }

  /**
   * The same frame with other bytes in one place and nothing mended.
   *
   * @param index of the first byte, counted from the destination MAC
   * @throws IllegalArgumentException when they do not fit into it
   */
  public Packet withBytes(int index, byte[] bytes) {
    if (index < 0 || index > frame.length - bytes.length) {
      throw new IllegalArgumentException(
          bytes.length + " bytes at " + index + " do not fit into the packet " + this);
    }
    byte[] copy = frame.clone();
    System.arraycopy(bytes, 0, copy, index, bytes.length);
    return new Packet(copy);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Packet packet && Arrays.equals(frame, packet.frame);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(frame);
  }

  /** A line for messages, such as {@code 10.0.1.1:40000 > 10.0.1.2:9735 [SYN] MP_CAPABLE}. */
  @Override
  public String toString() {
    if (layout().hasTcp()) {
      return new TcpSegment(this).toString();
    }
    String ends =
        source().map(InetAddress::getHostAddress).orElseGet(() -> sourceMac() + "")
            + " > "
            + destination().map(InetAddress::getHostAddress).orElseGet(() -> destinationMac() + "");
    return ends + ", " + frame.length + " bytes";
  }
}
