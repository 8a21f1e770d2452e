// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions.packet;

import static dev.subflow.assertions.packet.Packets.anyTcp;
import static dev.subflow.assertions.packet.Packets.dss;
import static dev.subflow.assertions.packet.Packets.fin;
import static dev.subflow.assertions.packet.Packets.malformed;
import static dev.subflow.assertions.packet.Packets.mpCapableAck;
import static dev.subflow.assertions.packet.Packets.mpCapableSyn;
import static dev.subflow.assertions.packet.Packets.mpCapableSynAck;
import static dev.subflow.assertions.packet.Packets.mpFail;
import static dev.subflow.assertions.packet.Packets.mpTcpRst;
import static dev.subflow.assertions.packet.Packets.rst;
import static dev.subflow.assertions.packet.Packets.syn;
import static dev.subflow.assertions.packet.Packets.synAck;
import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.wire.TestPcapng;
import dev.subflow.wire.mptcp.DataSequence;
import dev.subflow.wire.mptcp.Dss;
import dev.subflow.wire.mptcp.Dss.Mapping;
import dev.subflow.wire.mptcp.MpCapable;
import dev.subflow.wire.mptcp.MpCapable.Flag;
import dev.subflow.wire.mptcp.MpFail;
import dev.subflow.wire.trace.PacketTrace;
import dev.subflow.wire.trace.TestFrame;
import dev.subflow.wire.trace.TracedSegment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PacketsTest {
  private static final MpCapable CAPABLE = MpCapable.syn(Flag.H);

  @TempDir private Path folder;

  private TracedSegment segment(TestFrame frame) throws IOException {
    Path file = TestPcapng.write(folder.resolve("one.pcapng"), List.of(frame.bytes()));
    return PacketTrace.read(file).segments().get(0);
  }

  private static TestFrame frame(int flags) {
    return TestFrame.frame().flags(flags);
  }

  @Test
  void tellsTheThreePacketsOfAHandshakeApart() throws IOException {
    TracedSegment first = segment(frame(TestFrame.SYN).options(CAPABLE));
    TracedSegment second =
        segment(frame(TestFrame.SYN | TestFrame.ACK).options(CAPABLE.withSenderKey(1)));
    TracedSegment third =
        segment(frame(TestFrame.ACK).options(CAPABLE.withSenderKey(2).withReceiverKey(1)));

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
  void asksForEndsAndPayload() throws IOException {
    TracedSegment data = segment(frame(TestFrame.ACK).payload(3));

    assertThat(anyTcp().from("10.0.1.1", 5000).to("10.0.1.2", 80).withPayload().matches(data))
        .isTrue();
    assertThat(anyTcp().sentBy("a").matches(data)).isTrue();
    assertThat(anyTcp().sentBy("a/eth1").matches(data)).isTrue();
    assertThat(anyTcp().sentBy("a/eth").matches(data)).isFalse();
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
  void readsMappings() throws IOException {
    TracedSegment infinite = segment(frame(TestFrame.ACK).options(mapping(0, OptionalInt.empty())));
    TracedSegment checked = segment(frame(TestFrame.ACK).options(mapping(9, OptionalInt.of(5))));

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
  void findsOneOptionAmongSeveral() throws IOException {
    TracedSegment both = segment(frame(TestFrame.RST).options(new MpFail(7), new MpFail(8)));

    assertThat(mpFail().dataSequence(8).matches(both)).isTrue();
    assertThat(mpFail().dataSequence(9).matches(both)).isFalse();
    assertThat(rst().withMptcp().matches(both)).isTrue();
    assertThat(mpTcpRst().matches(both)).isFalse();
    assertThat(malformed().matches(both)).isFalse();
    assertThat(malformed().matches(segment(frame(TestFrame.ACK).rawOptions("1e036000")))).isTrue();
  }

  @Test
  void saysWhatItWants() {
    assertThat(mpFail().dataSequence(8).sentBy("server").withoutPayload())
        .hasToString("MP_FAIL seq=8 sent by server without payload");
  }
}
