// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.packet;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The TCP segment of a {@link Packet}: what its header says, and the packet with another header or
 * payload. Immutable.
 */
public final class TcpSegment {
  /** Room for options in a header. */
  public static final int MAX_OPTION_BYTES = 40;

  private static final int FIXED_BYTES = 20;
  private static final long SEQUENCE_MASK = 0xffff_ffffL;

  private final Packet packet;
  private final byte[] frame;
  private final int start;
  private final int end;

  TcpSegment(Packet packet) {
    this.packet = packet;
    frame = packet.frame();
    start = packet.layout().transport();
    end = packet.layout().end();
  }

  /** The packet it is part of. */
  public Packet packet() {
    return packet;
  }

  public int sourcePort() {
    return unsignedShort(start);
  }

  public int destinationPort() {
    return unsignedShort(start + 2);
  }

  /** Sequence number of the first byte, 0 to 2³² - 1. */
  public long sequence() {
    return unsignedInt(start + 4);
  }

  /** Sequence number after the last byte, where SYN and FIN count as one. */
  public long nextSequence() {
    int length = payloadLength() + (has(TcpFlag.SYN) ? 1 : 0) + (has(TcpFlag.FIN) ? 1 : 0);
    return (sequence() + length) & SEQUENCE_MASK;
  }

  /** The number acknowledged, 0 to 2³² - 1; meaningful with {@link TcpFlag#ACK}. */
  public long acknowledgement() {
    return unsignedInt(start + 8);
  }

  public boolean has(TcpFlag flag) {
    return (frame[start + 13] & flag.bit()) != 0;
  }

  public Set<TcpFlag> flags() {
    Set<TcpFlag> set = EnumSet.allOf(TcpFlag.class);
    set.removeIf(flag -> !has(flag));
    return set;
  }

  /** First segment of a connection or subflow: SYN without ACK. */
  public boolean isSyn() {
    return has(TcpFlag.SYN) && !has(TcpFlag.ACK);
  }

  /** Answer to the first segment. */
  public boolean isSynAck() {
    return has(TcpFlag.SYN) && has(TcpFlag.ACK);
  }

  /** Whether it acknowledges and does nothing else, but for its options. */
  public boolean isPureAck() {
    return has(TcpFlag.ACK)
        && !has(TcpFlag.SYN)
        && !has(TcpFlag.FIN)
        && !has(TcpFlag.RST)
        && payloadLength() == 0;
  }

  /** The window as it is in the header, without the scale. */
  public int window() {
    return unsignedShort(start + 14);
  }

  /** The options in their order, without NOPs; ends at the first that is malformed. */
  public List<TcpOption> options() {
    return TcpOption.scan(frame, start + FIXED_BYTES, payloadStart());
  }

  /** The bytes of all options as they are, NOPs included; a copy. */
  public byte[] optionBytes() {
    return Arrays.copyOfRange(frame, start + FIXED_BYTES, payloadStart());
  }

  /** Whether it has any MPTCP option. */
  public boolean isMptcp() {
    return options().stream().anyMatch(TcpOption::isMptcp);
  }

  /** Whether it has an MPTCP option of that subtype. */
  public boolean has(MptcpSubtype subtype) {
    return options().stream().anyMatch(o -> o.subtype().filter(subtype::equals).isPresent());
  }

  private int payloadStart() {
    return start + ((frame[start + 12] >> 4) & 0x0f) * 4;
  }

  /** Bytes of payload. */
  public int payloadLength() {
    return end - payloadStart();
  }

  /** The payload; a copy. */
  public byte[] payload() {
    return Arrays.copyOfRange(frame, payloadStart(), end);
  }

  /**
   * The packet with another payload.
   *
   * @throws IllegalArgumentException when it would be longer than an IP packet can be
   */
  public Packet withPayload(byte[] payload) {
    return rebuilt(Arrays.copyOfRange(frame, start, payloadStart()), payload);
  }

  /**
   * The packet with other options, given as whole bytes of the header.
   *
   * @throws IllegalArgumentException when they are not a multiple of 4, at most {@value
   *     #MAX_OPTION_BYTES}
   */
  public Packet withOptionBytes(byte[] options) {
    if (options.length % 4 != 0 || options.length > MAX_OPTION_BYTES) {
      throw new IllegalArgumentException(
          options.length
              + " bytes of TCP options; give a multiple of 4, at most "
              + MAX_OPTION_BYTES
              + ", padded with NOPs (1)");
    }
    byte[] header = Arrays.copyOfRange(frame, start, start + FIXED_BYTES + options.length);
    System.arraycopy(options, 0, header, FIXED_BYTES, options.length);
    header[12] = (byte) ((header[12] & 0x0f) | ((header.length / 4) << 4));
    return rebuilt(header, payload());
  }

  /** The packet with NOPs in place of the options that are meant; lengths stay. */
  public Packet withoutOptions(Predicate<TcpOption> meant) {
    byte[] options = optionBytes();
    int at = 0;
    while (at < options.length && options[at] != TcpOption.END) {
      int length = TcpOption.lengthAt(options, at, options.length);
      if (length == 0) {
        break;
      }
      if (meant.test(TcpOption.of(options, at, length))) {
        Arrays.fill(options, at, at + length, (byte) TcpOption.NOP);
      }
      at += length;
    }
    return packet.changed(start + FIXED_BYTES, options);
  }

  /** The packet with another sequence number, of which the lower 32 bits count. */
  public Packet withSequence(long sequence) {
    return packet.changed(
        start + 4,
        new byte[] {
          (byte) (sequence >> 24), (byte) (sequence >> 16), (byte) (sequence >> 8), (byte) sequence
        });
  }

  /** The packet with these flags and no others. */
  public Packet withFlags(Set<TcpFlag> flags) {
    int bits = flags.stream().mapToInt(TcpFlag::bit).sum();
    return packet.changed(start + 13, new byte[] {(byte) bits});
  }

  private Packet rebuilt(byte[] header, byte[] payload) {
    Checksums before = Checksums.of(frame, packet.layout());
    byte[] copy = Arrays.copyOf(frame, start + header.length + payload.length);
    System.arraycopy(header, 0, copy, start, header.length);
    System.arraycopy(payload, 0, copy, start + header.length, payload.length);
    Packet grown = IpLength.write(copy, packet.layout());
    before.mend(copy, grown.layout());
    return grown;
  }

  /** Whether both go from the same address and port to the same address and port. */
  public boolean isSameFlowAs(TcpSegment other) {
    return sourcePort() == other.sourcePort()
        && destinationPort() == other.destinationPort()
        && packet.source().equals(other.packet.source())
        && packet.destination().equals(other.packet.destination());
  }

  private int unsignedShort(int at) {
    return ((frame[at] & 0xff) << 8) | (frame[at + 1] & 0xff);
  }

  private long unsignedInt(int at) {
    return ((long) unsignedShort(at) << 16) | unsignedShort(at + 2);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof TcpSegment segment && packet.equals(segment.packet);
  }

  @Override
  public int hashCode() {
    return packet.hashCode();
  }

  @Override
  public String toString() {
    return packet.source().map(InetAddress::getHostAddress).orElse("?")
        + ":"
        + sourcePort()
        + " > "
        + packet.destination().map(InetAddress::getHostAddress).orElse("?")
        + ":"
        + destinationPort()
        + " "
        + flags()
        + (payloadLength() > 0 ? " " + payloadLength() + " bytes" : "")
        + options().stream()
            .filter(TcpOption::isMptcp)
            .map(o -> " " + o)
            .collect(Collectors.joining());
  }
}
