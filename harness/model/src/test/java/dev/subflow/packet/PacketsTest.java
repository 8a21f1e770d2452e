// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import static dev.subflow.packet.Packets.anyTcp;
import static dev.subflow.packet.Packets.dss;
import static dev.subflow.packet.Packets.fin;
import static dev.subflow.packet.Packets.malformed;
import static dev.subflow.packet.Packets.mpCapableAck;
import static dev.subflow.packet.Packets.mpCapableSyn;
import static dev.subflow.packet.Packets.mpCapableSynAck;
import static dev.subflow.packet.Packets.mpFail;
import static dev.subflow.packet.Packets.mpTcpRst;
import static dev.subflow.packet.Packets.rst;
import static dev.subflow.packet.Packets.syn;
import static dev.subflow.packet.Packets.synAck;
import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.packet.mptcp.DataSequence;
import dev.subflow.packet.mptcp.Dss;
import dev.subflow.packet.mptcp.Dss.Mapping;
import dev.subflow.packet.mptcp.MpCapable;
import dev.subflow.packet.mptcp.MpCapable.Flag;
import dev.subflow.packet.mptcp.MpFail;
import dev.subflow.packet.mptcp.Octets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class PacketsTest {
  private static final MpCapable CAPABLE = MpCapable.syn(Flag.H);

  private static Frame frame(TestFrame made) {
    Origin origin =
        new Origin(Optional.of("a/eth1"), Map.of(Octets.parse("5254005f0201"), "b/eth1"));
    return Frame.owning(made.bytes(), origin);
  }

  private static TestFrame made(int flags) {
    return TestFrame.frame().flags(flags);
  }

  @Test
  void tellsTheThreePacketsOfAHandshakeApart() {
    Frame first = frame(made(TestFrame.SYN).options(CAPABLE));
    Frame second = frame(made(TestFrame.SYN | TestFrame.ACK).options(CAPABLE.withSenderKey(1)));
    Frame third = frame(made(TestFrame.ACK).options(CAPABLE.withSenderKey(2).withReceiverKey(1)));

    assertThat(List.of(first, second, third))
        .filteredOn(mpCapableSyn()::matches)
        .containsExactly(first);
    assertThat(List.of(first, second, third))
        .filteredOn(mpCapableSynAck()::matches)
        .containsExactly(second);
    assertThat(List.of(first, second, third))
        .filteredOn(mpCapableAck()::matches)
        .containsExactly(third);
    assertThat(List.of(first, second, third)).filteredOn(syn()::matches).containsExactly(first);
    assertThat(List.of(first, second, third)).filteredOn(synAck()::matches).containsExactly(second);
    assertThat(mpCapableAck().key(2).matches(third)).isTrue();
    assertThat(mpCapableAck().key(1).matches(third)).isFalse();
    assertThat(mpCapableAck().withData().matches(third)).isFalse();
    assertThat(mpCapableSyn().version(1).flag(Flag.H).withoutFlag(Flag.A).matches(first)).isTrue();
    assertThat(mpCapableSyn().flag(Flag.A).matches(first)).isFalse();
    assertThat(mpCapableSyn().version(0).matches(first)).isFalse();
  }

  @Test
  void asksForEndsAndPayload() {
    Frame data = frame(made(TestFrame.ACK).payload(3));

    assertThat(anyTcp().from("10.0.1.1", 5000).to("10.0.1.2", 80).withPayload().matches(data))
        .isTrue();
    assertThat(anyTcp().sentBy("a").matches(data)).isTrue();
    assertThat(anyTcp().sentBy("a/eth1").matches(data)).isTrue();
    assertThat(anyTcp().sentBy("a/eth").matches(data)).isFalse();
    assertThat(anyTcp().sentTo("b").matches(data)).isTrue();
    assertThat(anyTcp().sentTo("a").matches(data)).isFalse();
    assertThat(anyTcp().from("10.0.1.2").matches(data)).isFalse();
    assertThat(anyTcp().toPort(81).matches(data)).isFalse();
    assertThat(anyTcp().fromPort(80).matches(data)).isFalse();
    assertThat(anyTcp().withoutPayload().matches(data)).isFalse();
    assertThat(anyTcp().withMptcp().matches(data)).isFalse();
    assertThat(anyTcp().withoutMptcp().matches(data)).isTrue();
    assertThat(fin().matches(data)).isFalse();
    assertThat(rst().matches(data)).isFalse();
  }

  @Test
  void readsMappings() {
    Frame infinite = frame(made(TestFrame.ACK).options(mapping(0, OptionalInt.empty())));
    Frame checked = frame(made(TestFrame.ACK).options(mapping(9, OptionalInt.of(5))));

    assertThat(dss().infinite().mapping().matches(infinite)).isTrue();
    assertThat(dss().infinite().matches(checked)).isFalse();
    assertThat(dss().checksum().length(9).matches(checked)).isTrue();
    assertThat(dss().checksum().matches(infinite)).isFalse();
    assertThat(dss().withoutChecksum().matches(checked)).isFalse();
    assertThat(dss().dataFin().matches(checked)).isFalse();
    assertThat(dss().dataAck().matches(checked)).isFalse();
  }

  private static Dss mapping(int length, OptionalInt checksum) {
    return new Dss(
        Optional.empty(),
        Optional.of(new Mapping(DataSequence.ofFour(1), 1, length, checksum)),
        false);
  }

  @Test
  void findsOneOptionAmongSeveral() {
    Frame both = frame(made(TestFrame.RST).options(new MpFail(7), new MpFail(8)));

    assertThat(mpFail().dataSequence(8).matches(both)).isTrue();
    assertThat(mpFail().dataSequence(9).matches(both)).isFalse();
    assertThat(rst().withMptcp().matches(both)).isTrue();
    assertThat(mpTcpRst().matches(both)).isFalse();
    assertThat(malformed().matches(both)).isFalse();
    assertThat(malformed().matches(frame(made(TestFrame.ACK).rawOptions("1e036000")))).isTrue();
  }

  @Test
  void saysWhatItWants() {
    assertThat(mpFail().dataSequence(8).sentBy("server").withoutPayload())
        .hasToString("MP_FAIL seq=8 sent by server without payload");
  }
}
