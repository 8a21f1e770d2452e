// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.packet;

import static dev.subflow.wire.packet.Packets.segment;
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
  private static final List<UnaryOperator<Packet>> CHANGES =
      List.of(
          p -> tcp(p).withPayload(new byte[0]),
          p -> tcp(p).withPayload(new byte[] {1, 2, 3}),
          p -> tcp(p).withPayload(new byte[1400]),
          p -> tcp(p).withOptionBytes(Packets.DSS),
          p -> tcp(p).withOptionBytes(new byte[0]),
          p -> tcp(p).withoutOptions(TcpOption::isMptcp),
          p -> tcp(p).withSequence(0xfedc_ba98L),
          p -> tcp(p).withFlags(EnumSet.of(TcpFlag.FIN, TcpFlag.ACK)),
          p -> p.withSource(other(p, 1)),
          p -> p.withDestination(other(p, 2)));

  private static TcpSegment tcp(Packet packet) {
    return packet.tcp().orElseThrow();
  }

  private static InetAddress other(Packet packet, int last) {
    byte[] address = packet.source().orElseThrow().getAddress();
    address[address.length - 1] = (byte) (last + 100);
    address[0] ^= (byte) 0x5a;
    try {
      return InetAddress.getByAddress(address);
    } catch (UnknownHostException e) {
      throw new AssertionError(e);
    }
  }

  private static Packet random(Random random, boolean ipv6) {
    byte[] payload = new byte[random.nextInt(200)];
    random.nextBytes(payload);
    return segment(ipv6 ? "fd00::1" : "10.1.2.3", ipv6 ? "fd00::2" : "10.1.2.4")
        .sequence(random.nextLong())
        .flags(TcpFlag.ACK, TcpFlag.PSH)
        .options(Packets.DSS, Packets.TIMESTAMPS)
        .payload(new String(payload, StandardCharsets.ISO_8859_1))
        .padding(random.nextInt(8))
        .vlans(random.nextInt(2))
        .packet();
  }

  @Property(tries = 500)
  void right(@ForAll Random random, @ForAll boolean ipv6) {
    Packet packet = random(random, ipv6);
    assertThat(packet.hasRightChecksums()).isTrue();
    for (UnaryOperator<Packet> change : CHANGES) {
      Packet changed = change.apply(packet);
      assertThat(changed.hasRightChecksums()).as(changed.toString()).isTrue();
      assertThat(changed.tcp()).isPresent();
    }
  }

  @Property(tries = 500)
  void wrong(@ForAll Random random, @ForAll boolean ipv6) {
    Packet packet = random(random, ipv6);
    int tcp = packet.layout().transport();
    int at = tcp + 4 + random.nextInt(packet.layout().end() - tcp - 4);
    // Not the offset of the data, without which it is no TCP any more.
    int corrupted = at == tcp + 12 ? tcp + 16 : at;
    byte[] flipped = {(byte) (packet.bytes()[corrupted] ^ (1 << random.nextInt(8)))};
    Packet wrong = packet.withBytes(corrupted, flipped);
    assertThat(wrong.hasRightChecksums()).isFalse();
    for (UnaryOperator<Packet> change : CHANGES) {
      assertThat(change.apply(wrong).hasRightChecksums()).isFalse();
    }
  }

  @Property(tries = 300)
  void udp(@ForAll Random random, @ForAll boolean ipv6) {
    Packet packet =
        Packets.udp(
            ipv6 ? "fd00::1" : "10.1.2.3",
            ipv6 ? "fd00::2" : "10.1.2.4",
            "x".repeat(random.nextInt(99)));
    assertThat(packet.hasRightChecksums()).isTrue();
    assertThat(packet.withSource(other(packet, random.nextInt(100))).hasRightChecksums()).isTrue();
    int field = packet.layout().transport() + 6;
    Packet without = packet.withBytes(field, new byte[2]);
    Packet moved = without.withSource(other(packet, 3));
    assertThat(Arrays.copyOfRange(moved.bytes(), field, field + 2)).isEqualTo(new byte[2]);
  }

  /** Undoing a change gives the very bytes that were there before. */
  @Property(tries = 300)
  void roundTrip(@ForAll Random random, @ForAll boolean ipv6, @ForAll @IntRange(max = 50) int n) {
    Packet packet = random(random, ipv6);
    TcpSegment before = tcp(packet);
    Packet changed = tcp(before.withPayload(new byte[n])).withSequence(n);
    Packet back = tcp(tcp(changed).withPayload(before.payload())).withSequence(before.sequence());
    assertThat(back.bytes()).isEqualTo(Arrays.copyOf(packet.bytes(), packet.layout().end()));
    assertThat(before.withOptionBytes(before.optionBytes())).isEqualTo(back);
  }

  @Property(tries = 1000)
  void readingNeverThrows(@ForAll Random random) {
    byte[] bytes = random(random, random.nextBoolean()).bytes();
    for (int i = 0; i < 20; i++) {
      bytes[12 + random.nextInt(bytes.length - 12)] = (byte) random.nextInt();
    }
    Packet packet = Packet.of(Arrays.copyOf(bytes, 1 + random.nextInt(bytes.length)));
    assertThat(packet.toString()).isNotEmpty();
    packet.hasRightChecksums();
    packet.tcp().ifPresent(t -> t.withPayload(new byte[9]));
    packet.tcp().ifPresent(t -> t.withoutOptions(o -> true));
  }
}
