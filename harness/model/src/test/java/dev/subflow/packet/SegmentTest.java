// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import static dev.subflow.packet.TestFrame.ACK;
import static dev.subflow.packet.TestFrame.SYN;
import static dev.subflow.packet.TestFrame.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.packet.mptcp.MpCapable;
import dev.subflow.packet.mptcp.MpFail;
import dev.subflow.packet.mptcp.MpPrio;
import dev.subflow.packet.mptcp.Octets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SegmentTest {
  private static final Origin ORIGIN =
      new Origin(Optional.of("client/eth1"), Map.of(Octets.parse("5254005f0201"), "server/eth1"));

  private static Optional<Segment> read(byte[] octets) {
    return Frame.owning(octets, ORIGIN).tcp();
  }

  /** As if a capture had cut the frame of {@code wireLength} octets. */
  private static Optional<String> unreadable(byte[] octets, int wireLength) {
    return Frame.captured(LinkType.ETHERNET, octets, wireLength, ORIGIN).unreadable();
  }

  @ParameterizedTest
  @CsvSource({"10.0.1.1,10.0.1.2", "fd00:1::1,fd00:1::2"})
  void readsTheHeaderAndCountsThePayload(String from, String to) throws Exception {
    Segment segment =
        read(frame().ends(from, to).flags(ACK).sequence(-2).payload(5).padding(7).bytes())
            .orElseThrow();

    assertThat(segment.source().address().getHostAddress()).isEqualTo(address(from));
    assertThat(segment.source().port()).isEqualTo(5000);
    assertThat(segment.destination().port()).isEqualTo(80);
    assertThat(segment.frame().sender()).contains("client/eth1");
    assertThat(segment.frame().receiver()).contains("server/eth1");
    assertThat(segment.sequence()).isEqualTo(0xffff_fffeL);
    assertThat(segment.acknowledgement()).isEqualTo(2000);
    assertThat(segment.flags()).containsExactly(TcpFlag.ACK);
    assertThat(segment.payloadLength()).isEqualTo(5);
    assertThat(segment.options()).isEmpty();
  }

  private static String address(String text) throws Exception {
    return java.net.InetAddress.getByName(text).getHostAddress();
  }

  @Test
  void readsOptionsInTheirOrderWithoutPadding() throws Exception {
    Segment segment =
        read(frame().flags(SYN).options(MpCapable.syn(MpCapable.Flag.H), new MpFail(7)).bytes())
            .orElseThrow();

    assertThat(segment.isSyn()).isTrue();
    assertThat(segment.options()).extracting(TcpOption::kind).containsExactly(30, 30);
    assertThat(segment.options(MpFail.class)).containsExactly(new MpFail(7));
    assertThat(segment.options(MpCapable.class)).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "0101020405b4, 1", // padding before an MSS
    "00020405b4010101, 0", // nothing after the end of options
    "020405b41e, 2", // a kind without its length
    "020405b41e010000, 2", // a length that does not cover itself
    "020405b41e0c0000, 2" // a length beyond the header
  })
  void takesBrokenOptionsAsTheyAre(String options, int count) throws Exception {
    assertThat(read(frame().rawOptions(options).bytes()).orElseThrow().options()).hasSize(count);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 13})
  void whatIsShorterThanEthernetIsNoSegment(int length) throws Exception {
    assertThat(read(new byte[length])).isEmpty();
  }

  @Test
  void whatIsCutOffCannotBeRead() {
    byte[] whole = frame().options(new MpFail(1)).bytes();
    assertThat(unreadable(Arrays.copyOf(whole, 14 + 20 + 19), whole.length))
        .contains("TCP header cut off after 19 octets");
    assertThat(unreadable(Arrays.copyOf(whole, 14 + 20 + 24), whole.length))
        .contains("TCP header of 32 octets where there are 24");
    assertThat(unreadable(Arrays.copyOf(whole, 14 + 20 + 24), 14 + 20 + 24))
        .contains("IPv4 packet of 52 octets where there are 44");
  }

  @Test
  void knowsTheBitThatAccurateEcnAdded() {
    Segment segment = read(frame().flags(SYN | 0x100 | 0x80 | 0x40).bytes()).orElseThrow();

    assertThat(segment.flags()).containsExactly(TcpFlag.SYN, TcpFlag.ECE, TcpFlag.CWR, TcpFlag.AE);
    Segment without = segment.withFlags(Set.of(TcpFlag.SYN)).tcp().orElseThrow();
    assertThat(without.flags()).containsExactly(TcpFlag.SYN);
    assertThat(without.options()).isEqualTo(segment.options());
  }

  @Test
  void itsOptionsCanBeReplaced() {
    Segment segment =
        read(frame().options(MpCapable.syn(MpCapable.Flag.H), new MpFail(7)).payload(5).bytes())
            .orElseThrow();

    Segment changed =
        segment
            .withOptions(List.of(TcpOption.of(new MpFail(8)), TcpOption.of(new MpPrio(true))))
            .tcp()
            .orElseThrow();

    assertThat(changed.mptcp())
        .extracting(o -> o.option())
        .containsExactly(new MpFail(8), new MpPrio(true));
    assertThat(changed.optionBytes()).hasSize(16).endsWith(1);
    assertThat(changed.payloadLength()).isEqualTo(5);
    assertThat(changed.frame().sender()).contains("client/eth1");
  }

  @Test
  void isShownWithItsHostsAndOptions() {
    assertThat(read(frame().flags(SYN).options(MpCapable.syn(MpCapable.Flag.H)).bytes()))
        .map(Segment::toString)
        .contains("client→server 10.0.1.1:5000 > 10.0.1.2:80 SYN MP_CAPABLE v1 flags=H");
  }
}
