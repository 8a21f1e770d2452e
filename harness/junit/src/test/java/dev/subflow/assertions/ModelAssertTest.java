// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.mptcp.Connection;
import dev.subflow.mptcp.Counters;
import dev.subflow.mptcp.Limits;
import dev.subflow.mptcp.MptcpEvent;
import dev.subflow.mptcp.MptcpSocket;
import dev.subflow.mptcp.SocketTable;
import dev.subflow.mptcp.SubflowTable;
import dev.subflow.packet.Packets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What all assertions on models have in common. */
final class ModelAssertTest {
  private static final String ROW = "ESTAB 0 0 10.0.1.1:40000 10.0.1.2:9734 ";
  private static final Connection CONNECTION = Connection.of("10.0.1.1", 40000, "10.0.1.2", 9734);

  /** An assertion on a text. */
  private static final class TextAssert extends ModelAssert<TextAssert, String> {
    TextAssert(String actual) {
      super(actual, TextAssert.class);
    }

    @Override
    String raw() {
      return model();
    }
  }

  private static Arguments onNothing(ThrowingCallable assertion) {
    return Arguments.of(assertion);
  }

  static Stream<Arguments> assertionsOnNothing() {
    return Stream.of(
        onNothing(() -> new CommandResultAssert(null).isSuccess()),
        onNothing(() -> new CommandResultAssert(null).hasExitCode(1)),
        onNothing(() -> new CountersAssert(null).hasIfKnown("MPJoinSynTx", 0)),
        onNothing(() -> new EndpointTableAssert(null).isEmpty()),
        onNothing(() -> new EventLogAssert(null).containsInOrder()),
        onNothing(() -> new EventLogAssert(null).has(MptcpEvent.Type.CLOSED, 0)),
        onNothing(() -> new LimitsAssert(null).hasSubflows(0)),
        onNothing(() -> new MptcpSocketAssert(null).isNotFallback()),
        onNothing(() -> new PacketTraceAssert(null).containsExactly(0, Packets.syn())),
        onNothing(() -> new PacketTraceAssert(null).doesNotContain(Packets.syn())),
        onNothing(() -> new SocketInfoAssert(null).hasSubflows(0)),
        onNothing(() -> new SocketTableAssert(null).isEmpty()),
        onNothing(
            () -> new SubflowSeriesAssert(null).stoodStill(Duration.ZERO, Duration.ofSeconds(1))),
        onNothing(() -> new SubflowTableAssert(null).hasSize(0)),
        onNothing(() -> new TcpSocketAssert(null).isPlainTcp()));
  }

  @ParameterizedTest
  @MethodSource("assertionsOnNothing")
  void nothingIsNeverWhatWasExpected(ThrowingCallable assertion) {
    assertThatThrownBy(assertion)
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("Expecting actual not to be null");
  }

  @Test
  void theMessageStandsAboveTheOutputAsItIs() {
    assertThat(new TextAssert(" 100% of %s\n").failure("expected %d"))
        .hasMessage("expected %d\n--- output\n100% of %s");
    assertThat(new TextAssert(" \n").failure("expected"))
        .hasMessage("expected\n--- output\n(empty)");
  }

  @Test
  void missingAndUnexpectedHaveListsOfTheirOwn() {
    TextAssert text = new TextAssert("raw");

    text.checkNothing("expected", List.of(), List.of());
    text.checkUnderstood(List.of());
    assertThatThrownBy(() -> text.checkNothing("expected", List.of(), List.of(1, 2)))
        .hasMessage("expected\nunexpected:\n  1\n  2\n--- output\nraw");
    assertThatThrownBy(() -> text.checkNothing("expected", List.of("a"), List.of("b")))
        .hasMessageContaining("\nmissing:\n  a\nunexpected:\n  b\n");
    assertThatThrownBy(() -> text.checkUnderstood(List.of("odd")))
        .hasMessageContaining("could not read every line of the output\nunreadable:\n  odd");
  }

  @Test
  void countersOfTheKernelHaveNoSign() {
    long huge = -1;
    Counters counters = Counters.parse("#kernel\nMPTcpExtX 18446744073709551615 0.0\n");

    new TextAssert("raw").checkAtLeast("bytes", 5, huge);
    new CountersAssert(counters).has("X", huge).hasAtLeast("X", 1);
    assertThatThrownBy(() -> new CountersAssert(counters).has("X", 1))
        .hasMessageContaining("expected counter X 1 but was 18446744073709551615");
    assertThatThrownBy(() -> new TextAssert("raw").checkAtLeast("bytes", huge, 5))
        .hasMessageContaining("bytes of at least 18446744073709551615 but was 5");
  }

  @Test
  void theDescriptionGoesOnWithThePartsOfAModel() {
    SocketTable sockets = SocketTable.parse(ROW + "token:a3\n");
    SubflowTable subflows =
        SubflowTable.parse(ROW + "tcp-ulp-mptcp flags:Mec token:b(id:0)/a3(id:0)\n");
    MptcpSocket socket = sockets.sockets().get(0);

    described(() -> new LimitsAssert(Limits.parse("subflows 1")).as("client").hasSubflows(2));
    described(() -> new SocketTableAssert(sockets).as("client").mptcp(CONNECTION).hasSubflows(7));
    described(() -> new SubflowTableAssert(subflows).as("client").of(socket).hasSize(2));
    described(() -> new SubflowTableAssert(subflows).as("client").established().hasSize(2));
    described(() -> new SubflowTableAssert(subflows).as("client").tcp(CONNECTION).isJoin());
  }

  private static void described(ThrowingCallable assertion) {
    assertThatThrownBy(assertion)
        .isInstanceOf(AssertionError.class)
        .hasMessageStartingWith("[client] expected ");
  }
}
