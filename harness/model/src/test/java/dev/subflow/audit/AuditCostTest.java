// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import static dev.subflow.audit.Conversation.CLIENT;
import static dev.subflow.audit.Conversation.SERVER;
import static dev.subflow.audit.Conversation.ack;
import static dev.subflow.audit.Conversation.data;
import static dev.subflow.audit.Conversation.map;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.subflow.packet.TcpFlag;
import dev.subflow.packet.mptcp.MpFail;
import java.time.Duration;
import java.util.EnumSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Long captures take time in proportion to their length, whatever is in them. */
final class AuditCostTest {
  private static final int SEGMENTS = 40_000;

  /** With quadratic costs any of these takes minutes. */
  private static final Duration ENOUGH = Duration.ofSeconds(60);

  interface Part {
    void add(Conversation conversation, int number);
  }

  private static Arguments conversation(String name, Part part) {
    return Arguments.of(name, part);
  }

  private static Stream<Arguments> conversations() {
    return Stream.of(
        conversation(
            "a transfer",
            (c, i) -> {
              c.send(CLIENT, 5 + 8 * i, 1, "abcdefgh", map(CLIENT, 5 + 8L * i, 5 + 8L * i, 8));
              c.send(SERVER, 1, 13 + 8 * i, "", ack(SERVER, 13 + 8L * i));
            }),
        conversation(
            "every second byte",
            (c, i) -> c.send(CLIENT, 5 + 2 * i, 1, "x", map(CLIENT, 5 + 2L * i, 5 + 2L * i, 1))),
        conversation(
            "payload without mappings, mappings without payload",
            (c, i) -> {
              c.send(CLIENT, 5 + 2 * i, 1, "x", ack(CLIENT, 1));
              c.send(CLIENT, 5, 1, "", map(CLIENT, 900_000 + 2L * i, 900_000 + 2L * i, 1));
            }),
        conversation(
            "mappings that contradict each other",
            (c, i) ->
                c.send(
                    CLIENT,
                    5,
                    1,
                    "",
                    map(CLIENT, 5 + 3L * i, 5 + 2L * i, i % 2 == 0 ? 1 : 60_000))),
        conversation(
            "long payload that was cut, over short mappings",
            (c, i) -> {
              c.send(CLIENT, 5, 1, "", map(CLIENT, 5 + 3L * i, 5 + i, 1));
              c.send(CLIENT, EnumSet.of(TcpFlag.ACK), 5, 1, new byte[0], 60_000, ack(CLIENT, 1));
            }),
        conversation(
            "payload after a fallback",
            (c, i) -> {
              if (i == 0) {
                c.send(SERVER, 1, 5, "", new MpFail(data(CLIENT, 1)));
              }
              c.send(CLIENT, 5 + 8 * i, 1, "abcdefgh");
            }),
        conversation(
            "acknowledgements of nothing",
            (c, i) -> c.send(SERVER, 1, 5, "", ack(SERVER, 1_000_000 - i))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("conversations")
  void costsGrowWithTheNumberOfSegments(String name, Part part) {
    Conversation conversation = new Conversation().connected();
    for (int i = 0; conversation.size() < SEGMENTS; i++) {
      part.add(conversation, i);
    }

    Audit audit = assertTimeoutPreemptively(ENOUGH, conversation::audit);

    assertThat(audit.segments()).as(name).isGreaterThanOrEqualTo(SEGMENTS);
    assertThat(assertTimeoutPreemptively(ENOUGH, () -> Transfers.of(conversation.trace())))
        .as(name)
        .hasSize(1);
  }
}
