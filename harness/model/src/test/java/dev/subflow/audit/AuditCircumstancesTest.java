// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import static dev.subflow.audit.Conversation.CLIENT;
import static dev.subflow.audit.Conversation.CLIENT2;
import static dev.subflow.audit.Conversation.SERVER;
import static dev.subflow.audit.Conversation.SERVER2;
import static dev.subflow.audit.Conversation.SERVER_KEY;
import static dev.subflow.audit.Conversation.ack;
import static dev.subflow.audit.Conversation.map;
import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.audit.Interference.Kind;
import dev.subflow.packet.mptcp.AddAddr;
import dev.subflow.packet.mptcp.IpText;
import dev.subflow.packet.mptcp.MpFastclose;
import dev.subflow.packet.mptcp.MptcpSubtype;
import dev.subflow.packet.mptcp.RemoveAddr;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What was done to a wire excuses what it explains, there, and nothing else. */
final class AuditCircumstancesTest {
  private static Interference on(Conversation.End end, Kind kind, MptcpSubtype... subtypes) {
    return new Interference(end.nic(), "a box", kind, Set.of(subtypes), Instant.MIN, Instant.MAX);
  }

  private static List<Rule> broken(Conversation conversation, Interference... interferences) {
    return Audit.of(conversation.trace(), new Circumstances(List.of(interferences)))
        .findings()
        .stream()
        .map(Finding::rule)
        .toList();
  }

  private static Conversation withoutMapping() {
    return new Conversation()
        .connected()
        .joined()
        .send(CLIENT, 5, 1, "", ack(CLIENT, 1))
        .send(CLIENT, 5, 1, "efgh")
        .send(SERVER, 1, 9, "", ack(SERVER, 9));
  }

  @Test
  void strippedMappingsExcuseWhatNeedsThem() {
    assertThat(broken(withoutMapping())).contains(Rule.MAPPING_MISSING, Rule.DATA_ACK_SENT);
    assertThat(broken(withoutMapping(), on(CLIENT, Kind.OPTIONS, MptcpSubtype.DSS))).isEmpty();
    assertThat(broken(withoutMapping(), on(CLIENT, Kind.ANYTHING))).isEmpty();
  }

  @Test
  void anotherWireOrAnotherKindOfChangeExcusesNothing() {
    assertThat(broken(withoutMapping(), on(CLIENT2, Kind.PAYLOAD)))
        .contains(Rule.MAPPING_MISSING, Rule.DATA_ACK_SENT);
    assertThat(broken(withoutMapping(), on(CLIENT, Kind.OPTIONS, MptcpSubtype.ADD_ADDR)))
        .contains(Rule.MAPPING_MISSING, Rule.DATA_ACK_SENT);
    assertThat(
            broken(
                withoutMapping(),
                new Interference(
                    "other/eth1", "a box", Kind.ANYTHING, Set.of(), Instant.MIN, Instant.MAX)))
        .contains(Rule.MAPPING_MISSING, Rule.DATA_ACK_SENT);
  }

  @Test
  void strippedOptionsExcuseNoWrongKey() {
    Conversation conversation =
        new Conversation().connected().send(CLIENT, 5, 1, "", new MpFastclose(SERVER_KEY ^ 1));

    assertThat(broken(conversation, on(CLIENT, Kind.OPTIONS, MptcpSubtype.DSS)))
        .containsExactly(Rule.FASTCLOSE_KEY);
    assertThat(broken(conversation, on(CLIENT, Kind.OPTIONS, MptcpSubtype.MP_FASTCLOSE))).isEmpty();
  }

  @Test
  void itExcusesNothingBeforeItBeganOrAfterItEnded() {
    Conversation conversation = new Conversation().connected();
    conversation.send(CLIENT, 5, 1, "", new MpFastclose(SERVER_KEY ^ 1));
    Instant then = conversation.trace().frames().get(conversation.size() - 1).time();
    Interference later =
        new Interference(
            CLIENT.nic(), "a box", Kind.ANYTHING, Set.of(), then.plusNanos(1), Instant.MAX);
    Interference during =
        new Interference(CLIENT.nic(), "a box", Kind.ANYTHING, Set.of(), then, then);

    assertThat(broken(conversation, later)).containsExactly(Rule.FASTCLOSE_KEY);
    assertThat(broken(conversation, during)).isEmpty();
  }

  private static Conversation corrupted() {
    return new Conversation()
        .connected()
        .joined()
        .send(CLIENT, 5, 1, "efgX", map(CLIENT, 5, 5, 4))
        .send(CLIENT2, 1, 1, "efgh", map(CLIENT2, 5, 1, 4))
        .send(SERVER2, 1, 5, "", ack(SERVER2, 9));
  }

  @Test
  void changedPayloadIsNotCompared() {
    assertThat(broken(corrupted())).containsExactly(Rule.DATA_SAME);
    assertThat(broken(corrupted(), on(CLIENT, Kind.PAYLOAD))).isEmpty();
    assertThat(broken(corrupted(), on(SERVER, Kind.PAYLOAD))).containsExactly(Rule.DATA_SAME);
  }

  @Test
  void changedPayloadExcusesNoAcknowledgement() {
    Conversation conversation = corrupted().send(SERVER, 1, 9, "", ack(SERVER, 900));

    assertThat(broken(conversation, on(CLIENT, Kind.PAYLOAD))).containsExactly(Rule.DATA_ACK_SENT);
  }

  @Test
  void lossExplainsThatAnAnswerIsMissing() {
    AddAddr bare =
        new AddAddr(false, 4, IpText.parse("10.0.3.2"), OptionalInt.empty(), OptionalLong.empty());
    AddAddr announced =
        new AddAddr(
            false,
            4,
            bare.address(),
            bare.port(),
            OptionalLong.of(Keys.addAddr(SERVER_KEY, Conversation.CLIENT_KEY, bare)));
    Conversation conversation =
        new Conversation()
            .connected()
            .send(SERVER, 1, 5, "", announced)
            .after(Duration.ofSeconds(4))
            .send(CLIENT, 5, 1, "", new RemoveAddr(List.of(9)));

    assertThat(broken(conversation)).containsExactly(Rule.ADD_ADDR_ECHOED, Rule.REMOVE_ADDR_KNOWN);
    assertThat(broken(conversation, on(CLIENT, Kind.LOSS))).isEmpty();
    assertThat(broken(conversation, on(CLIENT2, Kind.LOSS))).hasSize(2);
  }

  @Test
  void lossExcusesNoAcknowledgementOfNothing() {
    Conversation conversation = corrupted().send(SERVER, 1, 9, "", ack(SERVER, 900));

    assertThat(broken(conversation, on(CLIENT, Kind.LOSS), on(SERVER, Kind.LOSS)))
        .contains(Rule.DATA_ACK_SENT);
  }

  @Test
  void framesWhoseChecksumsDamageMadeWrongArePassedOver() {
    Conversation conversation =
        new Conversation().connected().send(CLIENT, 5, 1, "", new MpFastclose(SERVER_KEY ^ 1));

    // None of these conversations has right checksums.
    assertThat(broken(conversation, on(CLIENT, Kind.DAMAGE))).isEmpty();
    assertThat(broken(conversation, on(SERVER, Kind.DAMAGE))).isEmpty();
    assertThat(broken(conversation, on(CLIENT2, Kind.DAMAGE))).containsExactly(Rule.FASTCLOSE_KEY);
  }

  @Test
  void whatWasExcusedIsToldOf() {
    Audit audit =
        Audit.of(
            withoutMapping().trace(),
            new Circumstances(List.of(on(CLIENT, Kind.OPTIONS, MptcpSubtype.DSS))));

    assertThat(audit.unjudged())
        .extracting(Unjudged::toString)
        .anySatisfy(
            text -> assertThat(text).contains("client/eth1").contains("a box").contains("MAPPING"));
  }
}
