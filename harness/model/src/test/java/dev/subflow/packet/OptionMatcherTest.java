// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.packet.mptcp.AddAddr;
import dev.subflow.packet.mptcp.DataSequence;
import dev.subflow.packet.mptcp.Dss;
import dev.subflow.packet.mptcp.IpText;
import dev.subflow.packet.mptcp.MpCapable;
import dev.subflow.packet.mptcp.MpCapable.Flag;
import dev.subflow.packet.mptcp.MpFail;
import dev.subflow.packet.mptcp.MpFastclose;
import dev.subflow.packet.mptcp.MpJoin;
import dev.subflow.packet.mptcp.MpPrio;
import dev.subflow.packet.mptcp.MpTcprst;
import dev.subflow.packet.mptcp.MptcpOption;
import dev.subflow.packet.mptcp.Octets;
import dev.subflow.packet.mptcp.RemoveAddr;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** Each refinement lets pass what it names, and nothing else. */
final class OptionMatcherTest {
  private static final int SYN_ACK = TestFrame.SYN | TestFrame.ACK;

  private static Frame frame(int flags, MptcpOption... options) {
    return Frame.of(TestFrame.frame().flags(flags).options(options).bytes());
  }

  private static Frame ack(MptcpOption... options) {
    return frame(TestFrame.ACK, options);
  }

  private static AddAddr announced(String address, OptionalInt port) {
    return new AddAddr(false, 5, IpText.parse(address), port, OptionalLong.of(7));
  }

  @Test
  void announcementsAndTheirEchoes() {
    AddAddrMatcher any = Packets.addAddr();
    Frame plain = ack(announced("10.0.2.2", OptionalInt.empty()));
    Frame ported = ack(announced("fd00:2::2", OptionalInt.of(10_100)));
    Frame echo = ack(announced("10.0.2.2", OptionalInt.empty()).echoed());
    List<Frame> all = List.of(plain, ported, echo);

    assertThat(all).filteredOn(any.echo()::matches).containsExactly(echo);
    assertThat(all).filteredOn(any.notEcho()::matches).containsExactly(plain, ported);
    assertThat(all).filteredOn(any.address("fd00:2:0::2")::matches).containsExactly(ported);
    assertThat(all).filteredOn(any.port(10_100)::matches).containsExactly(ported);
    assertThat(all).filteredOn(any.port(0)::matches).isEmpty();
    assertThat(all).filteredOn(any.withoutPort()::matches).containsExactly(plain, echo);
    assertThat(all).filteredOn(any.addressId(5)::matches).isEqualTo(all);
    assertThat(all).filteredOn(any.addressId(6)::matches).isEmpty();
    assertThatThrownBy(() -> any.address("server"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"server\" is not a numeric");
  }

  @Test
  void handshakes() {
    CapableMatcher third = Packets.mpCapableAck();
    MpCapable keys = MpCapable.syn(Flag.H, Flag.A).withSenderKey(-2).withReceiverKey(1);
    Frame bare = ack(keys);
    Frame data = ack(keys.withData(10, OptionalInt.of(0xbeef)));
    List<Frame> all = List.of(bare, data);

    assertThat(all).filteredOn(third.withData()::matches).containsExactly(data);
    assertThat(all).filteredOn(third.key(-2)::matches).isEqualTo(all);
    assertThat(all).filteredOn(third.key(1)::matches).isEmpty();
    assertThat(all).filteredOn(third.flag(Flag.A)::matches).isEqualTo(all);
    assertThat(all).filteredOn(third.withoutFlag(Flag.A)::matches).isEmpty();
    assertThat(third.version(1).key(-2).withoutFlag(Flag.C))
        .hasToString("MP_CAPABLE ACK v1 key=fffffffffffffffe without flag C");
  }

  @Test
  void joins() {
    JoinSynMatcher syn = Packets.mpJoinSyn();
    JoinSynAckMatcher synAck = Packets.mpJoinSynAck();
    JoinAckMatcher third = Packets.mpJoinAck();
    Frame asked = frame(TestFrame.SYN, new MpJoin.Syn(true, 2, 0xf00d_cafeL, 1));
    Frame regular = frame(TestFrame.SYN, new MpJoin.Syn(false, 3, 1, 1));
    Frame answered = frame(SYN_ACK, new MpJoin.SynAck(false, 4, 9, 1));
    Frame acked = ack(new MpJoin.Ack(Octets.of(new byte[20])));
    List<Frame> all = List.of(asked, regular, answered, acked);

    assertThat(all).filteredOn(syn::matches).containsExactly(asked, regular);
    assertThat(all).filteredOn(syn.backup()::matches).containsExactly(asked);
    assertThat(all).filteredOn(syn.notBackup()::matches).containsExactly(regular);
    assertThat(all).filteredOn(syn.addressId(3)::matches).containsExactly(regular);
    assertThat(all).filteredOn(syn.token(0xf00d_cafeL)::matches).containsExactly(asked);
    assertThat(all).filteredOn(synAck.notBackup().addressId(4)::matches).containsExactly(answered);
    assertThat(all).filteredOn(synAck.backup()::matches).isEmpty();
    assertThat(all).filteredOn(synAck.addressId(2)::matches).isEmpty();
    assertThat(all).filteredOn(third::matches).containsExactly(acked);
    assertThat(syn.token(0xf00d_cafeL)).hasToString("MP_JOIN SYN token=f00dcafe");
  }

  @Test
  void aJoinOfAnotherFormThanItsSegmentIsNoJoin() {
    Frame form = frame(TestFrame.SYN, new MpJoin.SynAck(false, 4, 9, 1));

    assertThat(Packets.mpJoinSyn().matches(form)).isFalse();
    assertThat(Packets.mpJoinSynAck().matches(form)).isFalse();
  }

  @Test
  void signals() {
    DssMatcher any = Packets.dss();
    Optional<DataSequence> number = Optional.of(DataSequence.ofEight(1));
    Dss.Mapping checked = new Dss.Mapping(DataSequence.ofFour(1), 1, 9, OptionalInt.of(5));
    Dss.Mapping unchecked = new Dss.Mapping(DataSequence.ofFour(1), 1, 8, OptionalInt.empty());
    Frame acknowledges = ack(new Dss(number, Optional.empty(), false));
    Frame maps = ack(new Dss(Optional.empty(), Optional.of(checked), false));
    Frame ends = ack(new Dss(number, Optional.of(unchecked), true));
    List<Frame> all = List.of(acknowledges, maps, ends);

    assertThat(all).filteredOn(any.dataAck()::matches).containsExactly(acknowledges, ends);
    assertThat(all).filteredOn(any.mapping()::matches).containsExactly(maps, ends);
    assertThat(all).filteredOn(any.dataFin()::matches).containsExactly(ends);
    assertThat(all).filteredOn(any.length(9)::matches).containsExactly(maps);
    assertThat(all).filteredOn(any.checksum()::matches).containsExactly(maps);
    assertThat(all).filteredOn(any.withoutChecksum()::matches).containsExactly(ends);
    assertThat(all).filteredOn(any.infinite()::matches).isEmpty();
  }

  @Test
  void theOtherOptions() {
    RemoveAddrMatcher removed = Packets.removeAddr();
    PrioMatcher priority = Packets.mpPrio();
    FailMatcher failed = Packets.mpFail().dataSequence(-1);
    FastcloseMatcher closed = Packets.mpFastclose().receiverKey(-1);
    Frame removal = ack(new RemoveAddr(List.of(3, 7)));
    Frame backup = ack(new MpPrio(true));
    Frame regular = ack(new MpPrio(false));
    Frame fail = ack(new MpFail(-1));
    Frame fastclose = ack(new MpFastclose(-1));
    List<Frame> all = List.of(removal, backup, regular, fail, fastclose, ack(new MpFail(1)));

    assertThat(all).filteredOn(removed.addressId(7)::matches).containsExactly(removal);
    assertThat(all).filteredOn(Packets.removeAddr(4)::matches).isEmpty();
    assertThat(all).filteredOn(priority.backup()::matches).containsExactly(backup);
    assertThat(all).filteredOn(priority.notBackup()::matches).containsExactly(regular);
    assertThat(all).filteredOn(failed::matches).containsExactly(fail);
    assertThat(all).filteredOn(closed::matches).containsExactly(fastclose);
    assertThat(failed).hasToString("MP_FAIL seq=18446744073709551615");
    assertThat(closed).hasToString("MP_FASTCLOSE peer-key=ffffffffffffffff");
  }

  @Test
  void resetsNeedTheirFlag() {
    TcpRstMatcher reset = Packets.mpTcpRst();
    Frame lasting = frame(TestFrame.RST, new MpTcprst(0, 6));
    Frame passing = frame(TestFrame.RST, new MpTcprst(1, 2));
    List<Frame> all = List.of(lasting, passing, ack(new MpTcprst(0, 6)));

    assertThat(all).filteredOn(reset::matches).containsExactly(lasting, passing);
    assertThat(all).filteredOn(reset.reason(6)::matches).containsExactly(lasting);
    assertThat(all).filteredOn(reset.transientError()::matches).containsExactly(passing);
    assertThat(all).filteredOn(reset.permanentError()::matches).containsExactly(lasting);
  }

  @Test
  void oneOptionMeetsEveryCondition() {
    AddAddr first = new AddAddr(true, 1, IpText.parse("10.0.2.2"), OptionalInt.empty(), none());
    AddAddr second = new AddAddr(true, 2, IpText.parse("10.0.3.3"), OptionalInt.empty(), none());
    OptionMatcher<AddAddrMatcher, AddAddr> ofSecond = Packets.addAddr().addressId(2);

    assertThat(ofSecond.having("10.0.3.3", o -> o.equals(second)).matches(ack(first, second)))
        .isTrue();
    assertThat(Packets.addAddr().addressId(1).address("10.0.3.3").matches(ack(first, second)))
        .as("the id of one option and the address of the other")
        .isFalse();
  }

  private static OptionalLong none() {
    return OptionalLong.empty();
  }
}
