// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import static dev.subflow.packet.TestPackets.segment;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Changes keep right checksums right, and wrong ones wrong. */
final class MendingProperties {
  private static final List<UnaryOperator<Frame>> CHANGES =
      List.of(
          p -> tcp(p).withPayload(new byte[0]),
          p -> tcp(p).withPayload(new byte[] {1, 2, 3}),
          p -> tcp(p).withPayload(new byte[1400]),
          p -> tcp(p).withOptionBytes(TestPackets.DSS),
          p -> tcp(p).withOptionBytes(new byte[0]),
          p -> tcp(p).withoutOptions(TcpOption::isMptcp),
          p -> tcp(p).withSequence(0xfedc_ba98L),
          p -> tcp(p).withFlags(EnumSet.of(TcpFlag.FIN, TcpFlag.ACK)),
          p -> p.withSource(other(p, 1)),
          p -> p.withDestination(other(p, 2)));

  private static Segment tcp(Frame packet) {
    return packet.tcp().orElseThrow();
  }

  private static InetAddress other(Frame packet, int last) {
    byte[] address = packet.source().orElseThrow().getAddress();
    address[address.length - 1] = (byte) (last + 100);
    address[0] ^= (byte) 0x5a;
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static Frame random(Random random, boolean ipv6) {
    byte[] payload = new byte[random.nextInt(200)];
    random.nextBytes(payload);
    return segment(ipv6 ? "fd00::1" : "10.1.2.3", ipv6 ? "fd00::2" : "10.1.2.4")
        .sequence(random.nextLong())
        .flags(TcpFlag.ACK, TcpFlag.PSH)
        .options(TestPackets.DSS, TestPackets.TIMESTAMPS)
        .payload(new String(payload, StandardCharsets.ISO_8859_1))
        .padding(random.nextInt(8))
        .vlans(random.nextInt(2))
        .frame();
  }

  @Property(tries = 500)
  void right(@ForAll Random random, @ForAll boolean ipv6) {
    Frame packet = random(random, ipv6);
    assertThat(packet.hasRightChecksums()).isTrue();
    for (UnaryOperator<Frame> change : CHANGES) {
      Frame changed = change.apply(packet);
      assertThat(changed.hasRightChecksums()).as(changed.toString()).isTrue();
      assertThat(changed.tcp()).isPresent();
    }
  }

  @Property(tries = 500)
  void wrong(@ForAll Random random, @ForAll boolean ipv6) {
    Frame packet = random(random, ipv6);
    int tcp = packet.layout().transport();
    int at = tcp + 4 + random.nextInt(packet.layout().end() - tcp - 4);
    // Not the offset of the data, without which it is no TCP any more.
    int corrupted = at == tcp + 12 ? tcp + 16 : at;
    byte[] flipped = {(byte) (packet.bytes()[corrupted] ^ (1 << random.nextInt(8)))};
    Frame wrong = packet.withBytes(corrupted, flipped);
    assertThat(wrong.hasRightChecksums()).isFalse();
    for (UnaryOperator<Frame> change : CHANGES) {
      assertThat(change.apply(wrong).hasRightChecksums()).isFalse();
    }
  }

  @Property(tries = 300)
  void udp(@ForAll Random random, @ForAll boolean ipv6) {
    Frame packet =
        TestPackets.udp(
            ipv6 ? "fd00::1" : "10.1.2.3",
            ipv6 ? "fd00::2" : "10.1.2.4",
            "x".repeat(random.nextInt(99)));
    assertThat(packet.hasRightChecksums()).isTrue();
    assertThat(packet.withSource(other(packet, random.nextInt(100))).hasRightChecksums()).isTrue();
    int field = packet.layout().transport() + 6;
    Frame without = packet.withBytes(field, new byte[2]);
    Frame moved = without.withSource(other(packet, 3));
    assertThat(Arrays.copyOfRange(moved.bytes(), field, field + 2)).isEqualTo(new byte[2]);
  }

  /** Undoing a change gives the very bytes that were there before. */
  @Property(tries = 300)
  void roundTrip(@ForAll Random random, @ForAll boolean ipv6, @ForAll @IntRange(max = 50) int n) {
    Frame packet = random(random, ipv6);
    Segment before = tcp(packet);
    Frame changed = tcp(before.withPayload(new byte[n])).withSequence(n);
    Frame back = tcp(tcp(changed).withPayload(before.payload())).withSequence(before.sequence());
    assertThat(back.bytes()).isEqualTo(Arrays.copyOf(packet.bytes(), packet.layout().end()));
    assertThat(before.withOptionBytes(before.optionBytes())).isEqualTo(back);
  }

  @Property(tries = 2000)
  void readingNeverThrows(@ForAll Random random, @ForAll LinkType link, @ForAll boolean cut) {
    byte[] bytes = random(random, random.nextBoolean()).bytes();
    int start = random.nextInt(3) == 0 ? 0 : 12;
    for (int i = 0; i < 20; i++) {
      bytes[start + random.nextInt(bytes.length - start)] = (byte) random.nextInt();
    }
    byte[] given = Arrays.copyOf(bytes, random.nextInt(bytes.length));
    int wireLength = cut ? bytes.length : random.nextInt();
    Frame frame = Frame.captured(link, given, wireLength, Origin.UNKNOWN);
    assertThat(frame.toString()).isNotEmpty();
    frame.hasRightChecksums();
    frame.sender();
    frame.receiver();
    frame.unreadable();
    frame.tcp().ifPresent(MendingProperties::readAll);
    if (frame.wireLength() == frame.length()) {
      frame.tcp().ifPresent(t -> t.withoutOptions(o -> true));
      frame.tcp().ifPresent(TcpReply::reset);
      frame.tcp().filter(t -> !t.isFragment()).ifPresent(t -> t.withPayload(new byte[9]));
    }
  }

  private static void readAll(Segment segment) {
    assertThat(segment.payloadLength()).isNotNegative();
    assertThat(segment.payload().length).isLessThanOrEqualTo(segment.payloadLength());
    segment.mptcp().forEach(o -> assertThat(o.toString()).isNotEmpty());
    assertThat(segment.optionBytes().length).isLessThanOrEqualTo(40);
  }

  /** A reset has no extension headers and is right in its checksums, whatever it answers. */
  @Property(tries = 300)
  void resets(@ForAll Random random, @ForAll boolean ipv6) {
    Frame frame = random(random, ipv6);
    for (Frame reset : List.of(TcpReply.reset(tcp(frame)), TcpReply.resetInsteadOf(tcp(frame)))) {
      assertThat(reset.hasRightChecksums()).isTrue();
      assertThat(tcp(reset).has(TcpFlag.RST)).isTrue();
    }
  }
}
