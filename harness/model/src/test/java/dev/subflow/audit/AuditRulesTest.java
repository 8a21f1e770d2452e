// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import static dev.subflow.audit.Conversation.CLIENT;
import static dev.subflow.audit.Conversation.CLIENT2;
import static dev.subflow.audit.Conversation.CLIENT_KEY;
import static dev.subflow.audit.Conversation.SERVER;
import static dev.subflow.audit.Conversation.SERVER2;
import static dev.subflow.audit.Conversation.SERVER_KEY;
import static dev.subflow.audit.Conversation.START;
import static dev.subflow.audit.Conversation.ack;
import static dev.subflow.audit.Conversation.data;
import static dev.subflow.audit.Conversation.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.packet.TcpFlag;
import dev.subflow.packet.mptcp.AddAddr;
import dev.subflow.packet.mptcp.DataSequence;
import dev.subflow.packet.mptcp.Dss;
import dev.subflow.packet.mptcp.IpText;
import dev.subflow.packet.mptcp.MpCapable;
import dev.subflow.packet.mptcp.MpFail;
import dev.subflow.packet.mptcp.MpFastclose;
import dev.subflow.packet.mptcp.MpJoin;
import dev.subflow.packet.mptcp.MpTcprst;
import dev.subflow.packet.mptcp.RemoveAddr;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Conversations in which one segment is not as it must be. */
final class AuditRulesTest {
  private static final Set<TcpFlag> RST = EnumSet.of(TcpFlag.RST, TcpFlag.ACK);

  private static Conversation connected(MpCapable.Flag... flags) {
    return new Conversation().connected(flags);
  }

  private static void assertBreaks(Conversation conversation, Rule rule) {
    assertThat(conversation.audit().findings()).extracting(Finding::rule).containsExactly(rule);
  }

  private static void assertClean(Conversation conversation) {
    assertThat(conversation.audit().findings()).isEmpty();
    assertThat(conversation.audit().connections()).isEqualTo(1);
  }

  /** The client sends four more bytes on the first path, which are acknowledged there. */
  private static Conversation more(Conversation conversation) {
    return conversation
        .send(CLIENT, 5, 1, "efgh", map(CLIENT, 5, 5, 4))
        .send(SERVER, 1, 9, "", ack(SERVER, 9));
  }

  @Test
  void nothingIsWrongWithTwoPathsAndTheirEnd() {
    Conversation conversation =
        more(connected().joined())
            .send(CLIENT2, 1, 1, "ijkl", map(CLIENT2, 9, 1, 4))
            .send(SERVER2, 1, 5, "", ack(SERVER2, 13))
            .send(CLIENT, 9, 1, "", map(CLIENT, 13, 0, 1, OptionalInt.empty(), true))
            .send(SERVER, 1, 9, "", ack(SERVER, 14))
            .send(CLIENT, EnumSet.of(TcpFlag.FIN, TcpFlag.ACK), 9, 1, "");

    assertClean(conversation);
  }

  @Test
  void aConnectionThatIsSeenBeforeAndBehindANatIsOne() {
    MpCapable syn = MpCapable.syn(MpCapable.Flag.H);
    MpCapable third = syn.withSenderKey(CLIENT_KEY).withReceiverKey(SERVER_KEY);
    Conversation conversation =
        connected()
            .send(CLIENT2, EnumSet.of(TcpFlag.SYN), 0, -START, "", syn)
            .send(
                SERVER2,
                EnumSet.of(TcpFlag.SYN, TcpFlag.ACK),
                0,
                1,
                "",
                syn.withSenderKey(SERVER_KEY))
            .send(CLIENT2, 1, 1, "", third)
            .send(CLIENT2, 1, 1, "abcd", third.withData(4, OptionalInt.empty()))
            .send(SERVER2, 1, 5, "", ack(SERVER2, 5))
            .send(CLIENT2, 5, 1, "efgh", map(CLIENT2, 5, 5, 4))
            .send(SERVER, 1, 5, "", ack(SERVER, 9));

    assertClean(conversation);
  }

  @Test
  void nothingIsWrongWithChecksums() {
    assertClean(connected(MpCapable.Flag.A));
  }

  @Test
  void aKeyOnASyn() {
    MpCapable withKey = MpCapable.syn(MpCapable.Flag.H).withSenderKey(CLIENT_KEY);
    Conversation conversation =
        connected().send(CLIENT2, EnumSet.of(TcpFlag.SYN), 0, -START, "", withKey);

    assertBreaks(conversation, Rule.CAPABLE_FORM);
  }

  @Test
  void aDssInsteadOfTheThirdAck() {
    MpCapable syn = MpCapable.syn(MpCapable.Flag.H);
    Conversation conversation =
        new Conversation()
            .send(CLIENT, EnumSet.of(TcpFlag.SYN), 0, -START, "", syn)
            .send(
                SERVER,
                EnumSet.of(TcpFlag.SYN, TcpFlag.ACK),
                0,
                1,
                "",
                syn.withSenderKey(SERVER_KEY))
            .send(CLIENT, 1, 1, "", ack(CLIENT, 1));

    assertBreaks(conversation, Rule.CAPABLE_ACK);
  }

  @Test
  void aJoinWhereNoneIsWanted() {
    Conversation conversation =
        connected(MpCapable.Flag.C)
            .send(
                new Conversation.End("client/eth1", CLIENT.address(), 41_000),
                SERVER,
                EnumSet.of(TcpFlag.SYN),
                0,
                -START,
                Conversation.joinSyn());

    assertBreaks(conversation, Rule.JOIN_DENIED);
  }

  @Test
  void aRandomNumberForTwoJoins() {
    Conversation conversation =
        connected()
            .joined()
            .send(
                new Conversation.End("client/eth2", CLIENT2.address(), 41_001),
                SERVER2,
                EnumSet.of(TcpFlag.SYN),
                0,
                -START,
                Conversation.joinSyn());

    assertBreaks(conversation, Rule.JOIN_NONCE);
  }

  @Test
  void aTokenOfNoConnection() {
    MpJoin.Syn wrong = new MpJoin.Syn(false, 2, Keys.token(SERVER_KEY) ^ 1, 7);
    Conversation conversation =
        connected().send(CLIENT2, EnumSet.of(TcpFlag.SYN), 0, -START, "", wrong);

    assertBreaks(conversation.send(SERVER2, RST, 0, 1, ""), Rule.JOIN_TOKEN);
  }

  @Test
  void aTokenThatIsAcceptedIsOfAConnectionThatWasNotSeen() {
    MpJoin.Syn other = new MpJoin.Syn(false, 2, Keys.token(SERVER_KEY) ^ 1, 7);
    Conversation conversation =
        connected()
            .send(CLIENT2, EnumSet.of(TcpFlag.SYN), 0, -START, "", other)
            .send(
                SERVER2,
                EnumSet.of(TcpFlag.SYN, TcpFlag.ACK),
                0,
                1,
                "",
                new MpJoin.SynAck(false, 3, 1, 2));

    assertClean(conversation);
  }

  @Test
  void theFormOfASynOnAnAck() {
    Conversation conversation =
        connected().joined().send(CLIENT2, 1, 1, "", Conversation.joinSyn());

    assertBreaks(conversation, Rule.JOIN_FORM);
  }

  @Test
  void aThirdAckWithoutTheHmac() {
    byte[] ofServer =
        Keys.join(SERVER_KEY, CLIENT_KEY, Conversation.SERVER_NONCE, Conversation.CLIENT_NONCE);
    Conversation conversation =
        connected()
            .send(CLIENT2, EnumSet.of(TcpFlag.SYN), 0, -START, "", Conversation.joinSyn())
            .send(
                SERVER2,
                EnumSet.of(TcpFlag.SYN, TcpFlag.ACK),
                0,
                1,
                "",
                new MpJoin.SynAck(false, 3, Keys.joinOfSynAck(ofServer), Conversation.SERVER_NONCE))
            .send(CLIENT2, 1, 1, "", ack(CLIENT2, 1));

    assertBreaks(conversation, Rule.JOIN_ACK);
  }

  @Test
  void dataBeforeTheThirdAckIsAnswered() {
    byte[] ofServer =
        Keys.join(SERVER_KEY, CLIENT_KEY, Conversation.SERVER_NONCE, Conversation.CLIENT_NONCE);
    byte[] ofClient =
        Keys.join(CLIENT_KEY, SERVER_KEY, Conversation.CLIENT_NONCE, Conversation.SERVER_NONCE);
    Conversation conversation =
        connected()
            .send(CLIENT2, EnumSet.of(TcpFlag.SYN), 0, -START, "", Conversation.joinSyn())
            .send(
                SERVER2,
                EnumSet.of(TcpFlag.SYN, TcpFlag.ACK),
                0,
                1,
                "",
                new MpJoin.SynAck(false, 3, Keys.joinOfSynAck(ofServer), Conversation.SERVER_NONCE))
            .send(
                CLIENT2,
                1,
                1,
                "",
                new MpJoin.Ack(dev.subflow.packet.mptcp.Octets.of(Keys.joinOfAck(ofClient))))
            .send(CLIENT2, 1, 1, "efgh", map(CLIENT2, 5, 1, 4));

    assertBreaks(conversation, Rule.JOIN_DATA);
  }

  private static AddAddr announcement(int id, String address, OptionalInt port) {
    AddAddr bare = new AddAddr(false, id, IpText.parse(address), port, OptionalLong.empty());
    return new AddAddr(
        false,
        id,
        bare.address(),
        port,
        OptionalLong.of(Keys.addAddr(SERVER_KEY, CLIENT_KEY, bare)));
  }

  @Test
  void anAnnouncementThatIsRepeatedWithAPort() {
    Conversation conversation =
        connected()
            .send(SERVER, 1, 5, "", announcement(4, "10.0.3.2", OptionalInt.empty()))
            .send(SERVER, 1, 5, "", announcement(4, "10.0.3.2", OptionalInt.of(90)));

    assertBreaks(conversation, Rule.ADDRESS_ID);
  }

  @Test
  void anIdThatIsUsedAnewAfterItWasRemoved() {
    Conversation conversation =
        connected()
            .send(SERVER, 1, 5, "", announcement(4, "10.0.3.2", OptionalInt.empty()))
            .send(SERVER, 1, 5, "", new RemoveAddr(List.of(4)))
            .send(SERVER, 1, 5, "", announcement(4, "10.0.4.2", OptionalInt.of(90)));

    assertClean(conversation);
  }

  @Test
  void twoIdsOfOneAddress() {
    Conversation conversation =
        connected()
            .send(SERVER, 1, 5, "", announcement(4, "10.0.3.2", OptionalInt.empty()))
            .send(SERVER, 1, 5, "", announcement(5, "10.0.3.2", OptionalInt.empty()));

    assertBreaks(conversation, Rule.ONE_ID);
  }

  @Test
  void anAnnouncementThatNobodyEchoes() {
    AddAddr announced = announcement(4, "10.0.3.2", OptionalInt.empty());
    Conversation conversation =
        connected()
            .send(SERVER, 1, 5, "", announced)
            .after(Duration.ofSeconds(4))
            .send(CLIENT, 5, 1, "", ack(CLIENT, 1));

    assertBreaks(conversation, Rule.ADD_ADDR_ECHOED);
    assertThat(conversation.audit().violations()).isEmpty();
    assertClean(conversation.send(CLIENT, 5, 1, "", announced.echoed()));
  }

  @Test
  void aDataFinAloneThatIsMapped() {
    assertBreaks(
        connected().send(CLIENT, 5, 1, "", map(CLIENT, 5, 5, 1, OptionalInt.empty(), true)),
        Rule.DATA_FIN_ALONE);
  }

  @Test
  void aWrongChecksumOfADataFinAlone() {
    assertBreaks(
        connected(MpCapable.Flag.A)
            .send(CLIENT, 5, 1, "", map(CLIENT, 5, 0, 1, OptionalInt.of(1), true)),
        Rule.DATA_CHECKSUM);
  }

  @Test
  void dataBehindTheDataFin() {
    assertBreaks(
        more(connected().send(CLIENT, 5, 1, "", map(CLIENT, 5, 0, 1, OptionalInt.empty(), true))),
        Rule.DATA_FIN_LAST);
  }

  @Test
  void aDataFinThatNobodyAcknowledges() {
    Conversation conversation =
        connected()
            .send(CLIENT, 5, 1, "", map(CLIENT, 5, 0, 1, OptionalInt.empty(), true))
            .after(Duration.ofSeconds(4))
            .send(SERVER, 1, 5, "", ack(SERVER, 5));

    assertBreaks(conversation, Rule.DATA_FIN_ACKED);
    assertClean(conversation.send(SERVER, 1, 5, "", ack(SERVER, 6)));
  }

  @Test
  void dataThatDiffersOnAnotherPath() {
    assertBreaks(
        more(connected().joined()).send(CLIENT2, 1, 1, "efGh", map(CLIENT2, 5, 1, 4)),
        Rule.DATA_SAME);
  }

  @Test
  void aProbeOfAClosedWindowIsNoData() {
    Conversation unacknowledged =
        connected()
            .send(CLIENT, 5, 1, "efgh", map(CLIENT, 5, 5, 4))
            .send(CLIENT, 9, 1, "i", map(CLIENT, 8, 9, 1));

    assertBreaks(unacknowledged, Rule.DATA_SAME);
    assertClean(more(connected()).send(CLIENT, 9, 1, "i", map(CLIENT, 8, 9, 1)));
  }

  @Test
  void dataBeyondTheWindow() {
    Conversation conversation =
        new Conversation()
            .window(10)
            .connected()
            .send(CLIENT, 5, 1, "efghijklmnop", map(CLIENT, 5, 5, 12));

    assertBreaks(conversation, Rule.WINDOW);
  }

  @Test
  void anAcknowledgementThatGoesBack() {
    assertBreaks(more(connected()).send(SERVER, 2, 9, "", ack(SERVER, 5)), Rule.DATA_ACK_BACK);
  }

  @Test
  void anOlderAcknowledgementThatAPathDelivers() {
    assertClean(more(connected()).send(SERVER, 1, 5, "", ack(SERVER, 5)));
  }

  @Test
  void aMappingThatChanges() {
    assertBreaks(
        more(connected()).send(CLIENT, 5, 1, "", map(CLIENT, 7, 5, 4)), Rule.MAPPING_STABLE);
  }

  @Test
  void payloadOfAJoinedSubflowWithoutAMapping() {
    assertBreaks(connected().joined().send(CLIENT2, 1, 1, "efgh"), Rule.MAPPING_MISSING);
  }

  private static Dss infinite(long place, long subflow) {
    return new Dss(
        Optional.empty(),
        Optional.of(
            new Dss.Mapping(
                DataSequence.ofEight(data(CLIENT, place)), subflow, 0, OptionalInt.empty())),
        false);
  }

  @Test
  void anInfiniteMappingWithTwoSubflows() {
    Conversation conversation =
        connected()
            .joined()
            .send(CLIENT, 5, 1, "", ack(CLIENT, 1))
            .send(CLIENT2, 1, 1, "", ack(CLIENT2, 1));

    assertBreaks(conversation.send(CLIENT, 5, 1, "", infinite(5, 5)), Rule.FALLBACK_SINGLE);
    assertClean(connected().send(CLIENT, 5, 1, "", infinite(5, 5)));
  }

  @Test
  void aMappingAfterAnInfiniteOne() {
    assertBreaks(
        more(more(connected().send(CLIENT, 5, 1, "", infinite(4, 4)))), Rule.FALLBACK_FINAL);
  }

  @Test
  void aFailureOfChecksumsThatNobodyUses() {
    MpFail fail = new MpFail(data(CLIENT, 1));

    assertBreaks(connected().send(SERVER, 1, 5, "", fail), Rule.FAIL_CHECKSUM);
    assertClean(connected(MpCapable.Flag.A).send(SERVER, 1, 5, "", fail));
  }

  @Test
  void aFailureOfDataThatWasNotSent() {
    assertBreaks(
        connected(MpCapable.Flag.A).send(SERVER, 1, 5, "", new MpFail(data(CLIENT, 1000))),
        Rule.FAIL_SEQUENCE);
  }

  @Test
  void aFastcloseThatIsNotAnswered() {
    Conversation conversation =
        connected()
            .send(CLIENT, 5, 1, "", new MpFastclose(SERVER_KEY))
            .after(Duration.ofSeconds(4))
            .send(SERVER, 1, 5, "", ack(SERVER, 5));

    assertBreaks(conversation, Rule.FASTCLOSE_ANSWERED);
    assertClean(conversation.send(SERVER, RST, 1, 5, ""));
  }

  @Test
  void aReasonOfAResetThatIsNone() {
    assertBreaks(connected().send(SERVER, 1, 5, "", new MpTcprst(0, 1)), Rule.RST_REASON);
    assertClean(connected().send(SERVER, RST, 1, 5, "", new MpTcprst(0, 1)));
  }

  @Test
  void dataOnASynIsNoneOfTheConnections() {
    MpCapable syn = MpCapable.syn(MpCapable.Flag.H);
    MpCapable third = syn.withSenderKey(CLIENT_KEY).withReceiverKey(SERVER_KEY);
    Conversation conversation =
        new Conversation()
            .send(CLIENT, EnumSet.of(TcpFlag.SYN), 0, -START, "hello", syn)
            .send(
                SERVER,
                EnumSet.of(TcpFlag.SYN, TcpFlag.ACK),
                0,
                6,
                "",
                syn.withSenderKey(SERVER_KEY))
            .send(CLIENT, 6, 1, "", third)
            .send(CLIENT, 6, 1, "abcd", third.withData(4, OptionalInt.empty()))
            .send(SERVER, 1, 10, "", ack(SERVER, 5))
            .send(CLIENT, 10, 1, "efgh", map(CLIENT, 5, 5, 4));

    assertClean(conversation);
    assertThat(conversation.audit().unjudged()).as("all of it was judged").isEmpty();
  }
}
