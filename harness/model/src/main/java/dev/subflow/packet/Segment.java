// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import dev.subflow.packet.mptcp.DecodedOption;
import dev.subflow.packet.mptcp.MptcpOption;
import dev.subflow.packet.mptcp.MptcpSubtype;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The TCP segment of a {@link Frame}: what its header says, and the frame with another header or
 * payload. Immutable. Source: RFC 9293, section 3.
 *
 * <p>The first fragment of a packet is a segment too: it has the header and a part of the payload.
 */
public final class Segment {
  /** Room for options in a header. */
  public static final int MAX_OPTION_BYTES = 40;

  private static final int FIXED_BYTES = 20;
  private static final int FLAG_BITS = 0x1ff;
  private static final long SEQUENCE_MASK = 0xffff_ffffL;

  private final Frame frame;
  private final byte[] bytes;
  private final int start;
  private @Nullable List<TcpOption> options;
  private @Nullable List<DecodedOption> mptcp;

  Segment(Frame frame) {
    this.frame = frame;
    bytes = frame.array();
    start = frame.layout().transport();
  }

  /** The frame it is part of. */
  public Frame frame() {
    return frame;
  }

  /** The address and port it comes from. */
  public TcpEnd source() {
    return new TcpEnd(frame.source().orElseThrow(), sourcePort());
  }

  /** The address and port it goes to. */
  public TcpEnd destination() {
    return new TcpEnd(frame.destination().orElseThrow(), destinationPort());
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
    return (unsignedShort(start + 12) & flag.bit()) != 0;
  }

  /** The flags that are set. */
  public Set<TcpFlag> flags() {
    return TcpFlag.of(unsignedShort(start + 12) & FLAG_BITS);
  }

  /** First segment of a connection or subflow: SYN without ACK. */
  public boolean isSyn() {
    return has(TcpFlag.SYN) && !has(TcpFlag.ACK);
  }

  /** Answer to the first segment: SYN with ACK. */
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

  /** Whether other fragments have the rest of its payload. */
  public boolean isFragment() {
    return frame.layout().fragment();
  }

  /** The window as it is in the header, without the scale. */
  public int window() {
    return unsignedShort(start + 14);
  }

  /** The options in their order, without padding; one that is malformed takes all that follows. */
  public List<TcpOption> options() {
    List<TcpOption> known = options;
    if (known == null) {
      known = TcpOption.scan(bytes, start + FIXED_BYTES, payloadStart());
      options = known;
    }
    return known;
  }

  /** The options that are of MPTCP, read leniently. */
  public List<DecodedOption> mptcp() {
    List<DecodedOption> known = mptcp;
    if (known == null) {
      known = options().stream().map(TcpOption::mptcp).flatMap(Optional::stream).toList();
      mptcp = known;
    }
    return known;
  }

  /** The MPTCP options of one type. */
  public <O extends MptcpOption> Stream<O> options(Class<O> type) {
    return mptcp().stream().map(DecodedOption::option).filter(type::isInstance).map(type::cast);
  }

  /** The bytes of all options as they are, padding included; a copy. */
  public byte[] optionBytes() {
    return Arrays.copyOfRange(bytes, start + FIXED_BYTES, payloadStart());
  }

  /** Whether it has any MPTCP option, of whatever subtype and however broken. */
  public boolean isMptcp() {
    return options().stream().anyMatch(TcpOption::isMptcp);
  }

  /** Whether it has an MPTCP option of that subtype. */
  public boolean has(MptcpSubtype subtype) {
    for (TcpOption option : options()) {
      if (option.is(subtype)) {
        return true;
      }
    }
    return false;
  }

  private int payloadStart() {
    return start + ((bytes[start + 12] >> 4) & 0x0f) * 4;
  }

  /** Bytes of payload, those that a capture has cut included. */
  public int payloadLength() {
    return frame.layout().end() - payloadStart();
  }

  /** A read-only view of the payload, as far as it is there. */
  public ByteBuffer payloadBuffer() {
    int from = Math.min(payloadStart(), bytes.length);
    int to = Math.max(from, Math.min(frame.layout().end(), bytes.length));
    return ByteBuffer.wrap(bytes, from, to - from).asReadOnlyBuffer();
  }

  /** The payload, as far as it is there; a copy. */
  public byte[] payload() {
    return Arrays.copyOfRange(bytes, payloadStart(), Math.min(frame.layout().end(), bytes.length));
  }

  /**
   * The frame with another payload.
   *
   * @throws IllegalArgumentException when it would be longer than an IP packet can be, and when the
   *     segment is a fragment and would change its length
   */
  public Frame withPayload(byte[] payload) {
    return rebuilt(Arrays.copyOfRange(bytes, start, payloadStart()), payload);
  }

  /**
   * The frame with other options, given as whole bytes of the header.
   *
   * @throws IllegalArgumentException when they are not a multiple of 4, at most {@value
   *     #MAX_OPTION_BYTES}, and when the segment is a fragment and would change its length
   */
  public Frame withOptionBytes(byte[] all) {
    if (all.length % 4 != 0 || all.length > MAX_OPTION_BYTES) {
      throw new IllegalArgumentException(
          all.length
              + " bytes of TCP options; give a multiple of 4, at most "
              + MAX_OPTION_BYTES
              + ", padded with NOPs (1)");
    }
    byte[] header = Arrays.copyOfRange(bytes, start, start + FIXED_BYTES + all.length);
    System.arraycopy(all, 0, header, FIXED_BYTES, all.length);
    header[12] = (byte) ((header[12] & 0x0f) | ((header.length / 4) << 4));
    return rebuilt(header, payload());
  }

  /**
   * The frame with these options, padded with NOPs to a multiple of 4 bytes.
   *
   * @throws IllegalArgumentException as {@link #withOptionBytes}
   */
  public Frame withOptions(List<TcpOption> all) {
    int length = all.stream().mapToInt(TcpOption::length).sum();
    ByteBuffer area = ByteBuffer.allocate((length + 3) & ~3);
    all.forEach(option -> area.put(option.octets().buffer()));
    Arrays.fill(area.array(), length, area.capacity(), (byte) TcpOption.NOP);
    return withOptionBytes(area.array());
  }

  /**
   * The frame with NOPs in place of the options that are meant; lengths stay, and so does one that
   * is malformed.
   */
  public Frame withoutOptions(Predicate<TcpOption> meant) {
    byte[] area = optionBytes();
    int at = 0;
    while (at < area.length && area[at] != TcpOption.END) {
      int length = TcpOption.lengthAt(area, at, area.length);
      if (length == 0) {
        break;
      }
      if (meant.test(TcpOption.of(area, at, length))) {
        Arrays.fill(area, at, at + length, (byte) TcpOption.NOP);
      }
      at += length;
    }
    return frame.changed(start + FIXED_BYTES, area);
  }

  /** The frame with another sequence number, of which the lower 32 bits count. */
  public Frame withSequence(long sequence) {
    return frame.changed(start + 4, ByteBuffer.allocate(4).putInt((int) sequence).array());
  }

  /** The frame with these flags and no others. */
  public Frame withFlags(Set<TcpFlag> flags) {
    int others = unsignedShort(start + 12) & ~FLAG_BITS;
    int field = others | TcpFlag.bits(flags);
    return frame.changed(start + 12, new byte[] {(byte) (field >> 8), (byte) field});
  }

  private Frame rebuilt(byte[] header, byte[] payload) {
    frame.requireWhole();
    if (isFragment() && start + header.length + payload.length != frame.layout().end()) {
      throw new IllegalArgumentException(
          "can't change the length of a fragment, as the others would not fit to it: " + this);
    }
    Checksums before = Checksums.of(bytes, frame.layout());
    byte[] copy = Arrays.copyOf(bytes, start + header.length + payload.length);
    System.arraycopy(header, 0, copy, start, header.length);
    System.arraycopy(payload, 0, copy, start + header.length, payload.length);
    IpLength.write(copy, frame.layout());
    Frame grown = frame.with(copy);
    before.mend(copy, grown.layout());
    return grown;
  }

  /** Whether both go from the same address and port to the same address and port. */
  public boolean isSameFlowAs(Segment other) {
    return source().equals(other.source()) && destination().equals(other.destination());
  }

  private int unsignedShort(int at) {
    return ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
  }

  private long unsignedInt(int at) {
    return ((long) unsignedShort(at) << 16) | unsignedShort(at + 2);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Segment segment && frame.equals(segment.frame);
  }

  @Override
  public int hashCode() {
    return frame.hashCode();
  }

  /**
   * One readable line: {@code client→server 10.0.1.1:5000 > 10.0.1.2:80 SYN MP_CAPABLE v1 flags=H},
   * without the hosts where they are not known.
   */
  @Override
  public String toString() {
    return frame.way()
        + source()
        + " > "
        + destination()
        + flags().stream().map(f -> " " + f).collect(Collectors.joining())
        + (payloadLength() > 0 ? " data=" + payloadLength() : "")
        + mptcp().stream().map(o -> " " + o).collect(Collectors.joining(","));
  }
}
