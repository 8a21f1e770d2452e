// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import static dev.subflow.audit.Conversation.CLIENT;
import static dev.subflow.audit.Conversation.CLIENT2;
import static dev.subflow.audit.Conversation.CLIENT_KEY;
import static dev.subflow.audit.Conversation.SERVER;
import static dev.subflow.audit.Conversation.SERVER2;
import static dev.subflow.audit.Conversation.SERVER_KEY;
import static dev.subflow.audit.Conversation.START;
import static dev.subflow.audit.Conversation.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.audit.Conversation.End;
import dev.subflow.packet.TcpFlag;
import dev.subflow.packet.mptcp.AddAddr;
import dev.subflow.packet.mptcp.IpText;
import dev.subflow.packet.mptcp.MpCapable;
import dev.subflow.packet.mptcp.RemoveAddr;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Subflows and accepted announcements against limits. */
final class LimitCheckTest {
  private static final String ENDPOINT = "ip mptcp endpoint add 10.0.2.1 id 2 subflow";

  private static Told told(String client, String server) {
    return new Told()
        .client(ENDPOINT, "ip mptcp limits set " + client)
        .server("ip mptcp limits set " + server);
  }

  /** The client sends four bytes on the second path, so that both use it. */
  private static Conversation inUse() {
    return new Conversation()
        .connected()
        .joined()
        .send(CLIENT2, 1, 1, "efgh", map(CLIENT2, 5, 1, 4))
        .send(SERVER2, 1, 5, "", Conversation.ack(SERVER2, 9));
  }

  @Test
  void asManySubflowsAsBothAllow() {
    assertThat(told("subflows 1", "subflows 1").broken(inUse())).isEmpty();
  }

  @Test
  void moreSubflowsThanEitherAllows() {
    assertThat(told("subflows 0", "subflows 1").broken(inUse()))
        .containsExactly(Rule.LIMIT_SUBFLOWS);
    assertThat(told("subflows 1", "subflows 0").broken(inUse()))
        .containsExactly(Rule.LIMIT_SUBFLOWS);
    assertThat(
            Audit.of(inUse().trace(), told("subflows 1", "subflows 0").circumstances())
                .violations())
        .singleElement()
        .asString()
        .startsWith("10.0.2.2: 1 subflows beside the first, where the limit is subflows 0");
  }

  @Test
  void limitsThatNobodySetAreNotJudged() {
    assertThat(new Told().client(ENDPOINT).broken(inUse())).isEmpty();
    assertThat(
            new Told()
                .client(ENDPOINT)
                .at(Duration.ofSeconds(1))
                .server("ip mptcp limits set subflows 0")
                .broken(inUse()))
        .isEmpty();
  }

  @Test
  void aLimitThatWasHigherMayHaveBeenUsed() {
    Told told =
        told("subflows 1", "subflows 1")
            .at(Duration.ofSeconds(10))
            .server("ip mptcp limits set subflows 0");

    assertThat(told.broken(inUse())).isEmpty();
  }

  @Test
  void subflowsThatMayBeClosedUnseenAreNotCounted() {
    Told deleted = told("subflows 0", "subflows 1").client("ip mptcp endpoint flush", ENDPOINT);
    Told linkDown = told("subflows 0", "subflows 1").server("ip link set eth1 down");
    Circumstances lossy =
        new Circumstances(
            List.of(
                new Interference(
                    "server/eth2",
                    "loss",
                    Interference.Kind.LOSS,
                    Set.of(),
                    Instant.MIN,
                    Instant.MAX)),
            told("subflows 0", "subflows 1").circumstances().intents());

    assertThat(deleted.broken(inUse())).isEmpty();
    assertThat(linkDown.broken(inUse())).isEmpty();
    assertThat(Audit.of(inUse().trace(), lossy).findings()).isEmpty();
  }

  private static Conversation announced(Conversation conversation, int id, String address) {
    AddAddr bare =
        new AddAddr(false, id, IpText.parse(address), OptionalInt.empty(), OptionalLong.empty());
    long hmac = Keys.addAddr(SERVER_KEY, CLIENT_KEY, bare);
    return conversation.send(
        SERVER,
        1,
        5,
        "",
        new AddAddr(false, id, bare.address(), OptionalInt.empty(), OptionalLong.of(hmac)));
  }

  private static Conversation answered(Conversation conversation, int id) {
    String address = "10.0." + id + ".2";
    End from = new End("client/eth2", CLIENT2.address(), 41_000 + id);
    return announced(conversation, id, address)
        .send(
            from,
            new End("server/eth2", address, 80),
            EnumSet.of(TcpFlag.SYN),
            0,
            -START,
            Conversation.joinSyn(41_000 + id));
  }

  private static Told accepting(int most) {
    Told told = new Told().client("ip mptcp limits set add_addr_accepted " + most);
    for (int id = 2; id <= 5; id++) {
      told.server("ip mptcp endpoint add 10.0." + id + ".2 id " + id + " signal");
    }
    return told;
  }

  @Test
  void joinsToAnnouncedAddressesUpToTheLimit() {
    Conversation two = answered(answered(new Conversation().connected(), 2), 3);

    assertThat(accepting(2).broken(two)).isEmpty();
    // The second may come before the first is accepted.
    assertThat(accepting(1).broken(two)).isEmpty();
    assertThat(accepting(0).broken(answered(new Conversation().connected(), 2)))
        .containsExactly(Rule.LIMIT_ACCEPTED);
    assertThat(accepting(1).broken(answered(two, 4))).containsExactly(Rule.LIMIT_ACCEPTED);
  }

  @Test
  void anAddressThatWasTakenBackMakesRoom() {
    Conversation two = answered(answered(new Conversation().connected(), 2), 3);
    two.send(SERVER, 1, 5, "", new RemoveAddr(List.of(2)));
    Told told = accepting(1).server("ip mptcp endpoint delete id 2");

    assertThat(told.broken(answered(two, 4))).isEmpty();
    assertThat(told.broken(answered(answered(two, 4), 5))).containsExactly(Rule.LIMIT_ACCEPTED);
  }

  @Test
  void withTheFlagCOneIsAcceptedThoughNoneAre() {
    Conversation conversation = answered(new Conversation().connected(MpCapable.Flag.C), 2);

    assertThat(accepting(0).broken(conversation)).isEmpty();
  }

  @Test
  void aFullMeshIsNotCounted() {
    Told told = accepting(0).client("ip mptcp endpoint add 10.0.9.1 subflow fullmesh");

    assertThat(told.broken(answered(new Conversation().connected(), 2))).isEmpty();
  }

  @Test
  void joinsToTheFirstAddressAreNotCounted() {
    Conversation conversation =
        announced(new Conversation().connected(), 2, SERVER.address())
            .send(
                new End("client/eth1", CLIENT.address(), 41_000),
                SERVER,
                EnumSet.of(TcpFlag.SYN),
                0,
                -START,
                Conversation.joinSyn());
    Told told = accepting(0).server("ip mptcp endpoint add " + SERVER.address() + " id 2 signal");

    assertThat(told.broken(conversation)).doesNotContain(Rule.LIMIT_ACCEPTED);
  }
}
