// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import static dev.subflow.audit.Conversation.CLIENT;
import static dev.subflow.audit.Conversation.CLIENT2;
import static dev.subflow.audit.Conversation.CLIENT_KEY;
import static dev.subflow.audit.Conversation.CLIENT_NONCE;
import static dev.subflow.audit.Conversation.SERVER;
import static dev.subflow.audit.Conversation.SERVER_KEY;
import static dev.subflow.audit.Conversation.START;
import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.packet.TcpFlag;
import dev.subflow.packet.mptcp.AddAddr;
import dev.subflow.packet.mptcp.IpText;
import dev.subflow.packet.mptcp.MpJoin;
import dev.subflow.packet.mptcp.RemoveAddr;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What hosts do against the endpoints they were told of. */
final class EndpointCheckTest {
  private static final String ADD = "ip mptcp endpoint add ";
  private static final Set<TcpFlag> SYN = EnumSet.of(TcpFlag.SYN);

  private static Conversation connected() {
    return new Conversation().connected();
  }

  private static Conversation announced(int id, String address, OptionalInt port) {
    return announced(connected(), id, address, port);
  }

  private static Conversation announced(
      Conversation conversation, int id, String address, OptionalInt port) {
    AddAddr bare = new AddAddr(false, id, IpText.parse(address), port, OptionalLong.empty());
    long hmac = Keys.addAddr(SERVER_KEY, CLIENT_KEY, bare);
    return conversation.send(
        SERVER, 1, 5, "", new AddAddr(false, id, bare.address(), port, OptionalLong.of(hmac)));
  }

  private static Conversation joins(Conversation conversation, boolean backup) {
    return conversation.send(
        CLIENT2,
        SYN,
        0,
        -START,
        "",
        new MpJoin.Syn(backup, 2, Keys.token(SERVER_KEY), CLIENT_NONCE));
  }

  @Test
  void aJoinFromASubflowEndpoint() {
    assertThat(new Told().client(ADD + "10.0.2.1 dev eth2 subflow").broken(connected().joined()))
        .isEmpty();
  }

  @Test
  void aJoinFromNoEndpoint() {
    Told other = new Told().client(ADD + "10.0.9.1 subflow");

    assertThat(other.broken(connected().joined())).containsExactly(Rule.ENDPOINT_JOIN);
  }

  @Test
  void aJoinFromAnEndpointThatOnlyAnnounces() {
    assertThat(new Told().client(ADD + "10.0.2.1 signal").broken(connected().joined()))
        .containsExactly(Rule.ENDPOINT_JOIN);
  }

  @Test
  void aJoinWithTheIdOfAnother() {
    Told two = new Told().client(ADD + "10.0.2.1 id 7 subflow", ADD + "10.0.3.1 id 2 subflow");
    Told right = new Told().client(ADD + "10.0.2.1 id 2 subflow");
    Told announced =
        new Told().client(ADD + "10.0.2.1 id 7 subflow").server(ADD + "10.0.2.2 signal");

    assertThat(two.broken(connected().joined())).containsExactly(Rule.ENDPOINT_ID);
    assertThat(right.broken(connected().joined())).isEmpty();
    assertThat(announced.broken(connected().joined())).containsExactly(Rule.ENDPOINT_ID);
  }

  @Test
  void aJoinToAPortThatNobodyNamed() {
    Conversation.End other = new Conversation.End("server/eth2", "10.0.2.2", 81);
    MpJoin.Syn join = new MpJoin.Syn(false, 2, Keys.token(SERVER_KEY), CLIENT_NONCE);
    Told both =
        new Told()
            .client(ADD + "10.0.2.1 subflow")
            .server(ADD + "10.0.2.2 id 4 signal", ADD + "10.0.2.2 id 5 signal port 81");
    Conversation silent = announced(4, "10.0.2.2", OptionalInt.empty());
    Conversation told = announced(5, "10.0.2.2", OptionalInt.of(81));

    assertThat(both.broken(silent.send(CLIENT2, other, SYN, 0, -START, join)))
        .containsExactly(Rule.ENDPOINT_PORT);
    assertThat(both.broken(told.send(CLIENT2, other, SYN, 0, -START, join))).isEmpty();
  }

  @Test
  void aJoinBeforeItsEndpointWasThere() {
    Told late = new Told().at(Duration.ofSeconds(10)).client(ADD + "10.0.2.1 subflow");

    assertThat(late.broken(connected().joined())).containsExactly(Rule.ENDPOINT_JOIN);
    assertThat(late.broken(connected().after(Duration.ofSeconds(10)).joined())).isEmpty();
  }

  @Test
  void aJoinToAnAnnouncedAddressMayComeFromAnywhere() {
    Told server = new Told().server(ADD + "10.0.2.2 id 4 signal");

    assertThat(server.broken(announced(4, "10.0.2.2", OptionalInt.empty()).joined())).isEmpty();
    assertThat(server.broken(connected().joined())).containsExactly(Rule.ENDPOINT_JOIN);
  }

  @Test
  void aJoinFromTheFirstAddressNeedsNoEndpoint() {
    Conversation conversation =
        connected()
            .send(
                new Conversation.End("client/eth1", CLIENT.address(), 41_000),
                new Conversation.End("server/eth1", SERVER.address(), 80),
                SYN,
                0,
                -START,
                new MpJoin.Syn(false, 0, Keys.token(SERVER_KEY), CLIENT_NONCE));

    assertThat(new Told().broken(conversation)).isEmpty();
  }

  @Test
  void aHostOfWhichNothingIsKnownIsNotJudged() {
    Told unknown = new Told().client("python3 paths.py");

    assertThat(unknown.broken(connected().joined())).isEmpty();
    assertThat(Audit.of(connected().joined().trace()).findings()).isEmpty();
    assertThat(Audit.of(connected().joined().trace(), unknown.circumstances()).unjudged())
        .extracting(Unjudged::toString)
        .singleElement()
        .asString()
        .contains("client", "python3", "ENDPOINT_JOIN");
  }

  @Test
  void translatedAddressesExcuseIt() {
    Interference nat =
        new Interference(
            CLIENT2.nic(),
            "a NAT",
            Interference.Kind.ADDRESSES,
            Set.of(),
            Instant.MIN,
            Instant.MAX);
    Circumstances told = new Circumstances(List.of(nat), new Told().circumstances().intents());

    assertThat(Audit.of(connected().joined().trace(), told).findings()).isEmpty();
  }

  @Test
  void theFlagBackupIsThatOfTheEndpoint() {
    Told backup = new Told().client(ADD + "10.0.2.1 subflow backup");
    Told plain = new Told().client(ADD + "10.0.2.1 subflow");

    assertThat(backup.broken(joins(connected(), true))).isEmpty();
    assertThat(plain.broken(joins(connected(), false))).isEmpty();
    assertThat(backup.broken(joins(connected(), false))).containsExactly(Rule.ENDPOINT_BACKUP);
    assertThat(plain.broken(joins(connected(), true))).containsExactly(Rule.ENDPOINT_BACKUP);
  }

  @Test
  void theFlagBackupMayBeOldOrNewWhileItChanges() {
    Told told =
        new Told()
            .client(ADD + "10.0.2.1 id 2 subflow backup")
            .at(Duration.ofSeconds(10))
            .client("ip mptcp endpoint change id 2 nobackup");
    Duration then = Duration.ofSeconds(11);
    Duration later = Duration.ofSeconds(20);

    assertThat(told.broken(joins(connected().after(then), true))).isEmpty();
    assertThat(told.broken(joins(connected().after(then), false))).isEmpty();
    assertThat(told.broken(joins(connected().after(later), false))).isEmpty();
    assertThat(told.broken(joins(connected().after(later), true)))
        .containsExactly(Rule.ENDPOINT_BACKUP);
  }

  @Test
  void theAnswerToAJoinIsBackupWhereItsAddressIs() {
    String subflow = ADD + "10.0.2.1 subflow";

    assertThat(
            new Told()
                .client(subflow)
                .server(ADD + "10.0.2.2 signal backup")
                .broken(connected().joined()))
        .containsExactly(Rule.ENDPOINT_BACKUP);
    assertThat(
            new Told().client(subflow).server(ADD + "10.0.2.2 signal").broken(connected().joined()))
        .isEmpty();
    assertThat(
            new Told()
                .client(subflow)
                .server(ADD + "10.0.2.2 port 99 signal backup")
                .broken(connected().joined()))
        .isEmpty();
  }

  @Test
  void anAnnouncementOfASignalEndpoint() {
    OptionalInt none = OptionalInt.empty();
    Told told = new Told().server(ADD + "10.0.2.2 id 4 signal", ADD + "10.0.3.2 port 99 signal");

    assertThat(told.broken(announced(4, "10.0.2.2", none))).isEmpty();
    assertThat(told.broken(announced(9, "10.0.3.2", OptionalInt.of(99)))).isEmpty();
    assertThat(told.broken(announced(5, "10.0.2.2", none)))
        .containsExactly(Rule.ENDPOINT_ANNOUNCED);
    assertThat(told.broken(announced(9, "10.0.3.2", none)))
        .containsExactly(Rule.ENDPOINT_ANNOUNCED);
    assertThat(told.broken(announced(9, "10.0.3.2", OptionalInt.of(98))))
        .containsExactly(Rule.ENDPOINT_ANNOUNCED);
    assertThat(told.broken(announced(0, "10.0.3.2", OptionalInt.of(99))))
        .containsExactly(Rule.ENDPOINT_ANNOUNCED);
    assertThat(told.broken(announced(4, "10.0.9.2", none)))
        .containsExactly(Rule.ENDPOINT_ANNOUNCED);
  }

  @Test
  void anAnnouncementOfTheFirstAddressHasIdZeroOrThatOfTheEndpoint() {
    OptionalInt none = OptionalInt.empty();
    Told told = new Told().server(ADD + SERVER.address() + " id 4 signal");

    assertThat(told.broken(announced(0, SERVER.address(), none))).isEmpty();
    assertThat(told.broken(announced(4, SERVER.address(), none))).isEmpty();
    assertThat(told.broken(announced(1, SERVER.address(), none)))
        .containsExactly(Rule.ENDPOINT_ANNOUNCED);
  }

  @Test
  void anAnnouncementOfAnEndpointThatIsForSubflows() {
    assertThat(
            new Told()
                .server(ADD + "10.0.2.2 id 4 subflow")
                .broken(announced(4, "10.0.2.2", OptionalInt.empty())))
        .containsExactly(Rule.ENDPOINT_ANNOUNCED);
  }

  @Test
  void aRemovalOfAnEndpointThatWasDeleted() {
    Conversation conversation = connected().send(SERVER, 1, 5, "", new RemoveAddr(List.of(4)));
    String add = ADD + "10.0.2.2 id 4 signal";

    assertThat(new Told().server(add, "ip mptcp endpoint delete id 4").broken(conversation))
        .isEmpty();
    assertThat(new Told().server(add, "ip mptcp endpoint flush").broken(conversation)).isEmpty();
    assertThat(new Told().server(add).broken(conversation)).containsExactly(Rule.ENDPOINT_REMOVED);
    assertThat(
            new Told()
                .server(ADD + "10.0.2.2 id 5 signal", "ip mptcp endpoint delete id 5")
                .broken(conversation))
        .containsExactly(Rule.ENDPOINT_REMOVED);
  }

  @Test
  void aRemovalOfTheFirstAddress() {
    Conversation conversation = connected().send(SERVER, 1, 5, "", new RemoveAddr(List.of(0)));
    String zero = "ip mptcp endpoint delete id 0 " + SERVER.address();
    String add = ADD + SERVER.address() + " id 4 signal";

    assertThat(new Told().server(zero).broken(conversation)).isEmpty();
    assertThat(new Told().server(add, "ip mptcp endpoint delete id 4").broken(conversation))
        .isEmpty();
    assertThat(new Told().broken(conversation)).containsExactly(Rule.ENDPOINT_REMOVED);
  }

  @Test
  void aFindingSaysThatItIsOfTheConfiguration() {
    Audit audit = Audit.of(connected().joined().trace(), new Told().circumstances());

    assertThat(audit.violations())
        .singleElement()
        .asString()
        .startsWith("client/eth2: a join from 10.0.2.1, which had no endpoint")
        .contains("(as configured; see RFC 8684, section 3.2: ");
  }
}
