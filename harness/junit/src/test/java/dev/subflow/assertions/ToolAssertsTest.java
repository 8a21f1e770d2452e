// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.assertions.SubflowAssertions.assertThatThrownBy;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.MptcpEvent.Type.CLOSED;
import static dev.subflow.mptcp.MptcpEvent.Type.CREATED;
import static dev.subflow.mptcp.MptcpEvent.Type.SF_CLOSED;

import dev.subflow.guest.CommandResult;
import dev.subflow.guest.ExitStatus;
import dev.subflow.mptcp.Counters;
import dev.subflow.mptcp.EndpointTable;
import dev.subflow.mptcp.EventLog;
import dev.subflow.mptcp.Limits;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class ToolAssertsTest {
  private static final EndpointTable ENDPOINTS =
      EndpointTable.parse("10.0.2.1 id 1 subflow dev eth2 \n10.0.3.1 port 80 id 9 signal \n");
  private static final Limits LIMITS = Limits.parse("add_addr_accepted 0 subflows 2 \n");
  private static final Counters COUNTERS =
      Counters.parse("#kernel\nMPTcpExtMPJoinSynTx 1 0.0\nMPTcpExtMPJoinSynRx 0 0.0\n");
  private static final EventLog EVENTS =
      EventLog.parse("[ CREATED] token=a3\n[ CLOSED] token=a3\n");

  @Test
  void endpoints() {
    assertThat(ENDPOINTS)
        .containsExactly(
            endpoint("10.0.3.1").port(80).signal(), endpoint("10.0.2.1").dev("eth2").subflow())
        .contains(endpoint("10.0.2.1").id(1).dev("eth2").subflow())
        .hasNoneOn("10.0.4.1")
        .hasNoId(2);
    assertThat(EndpointTable.parse("")).isEmpty();

    fails(
            () ->
                assertThat(ENDPOINTS)
                    .containsExactly(
                        endpoint("10.0.2.1").subflow(), endpoint("10.0.3.1").port(80).signal()))
        .hasMessage(
            """
            expected exactly 2 endpoints
            missing:
              10.0.2.1 subflow
            unexpected:
              10.0.2.1 id 1 subflow dev eth2
            --- output
            """
                + ENDPOINTS.raw().strip());
    fails(() -> assertThat(ENDPOINTS).contains(endpoint("10.0.9.9").id(3).signal()))
        .hasMessageContaining("expected more endpoints\nmissing:\n  10.0.9.9 id 3 signal");
    fails(() -> assertThat(ENDPOINTS).hasNoneOn("10.0.2.1"))
        .hasMessageContaining("expected no endpoint on 10.0.2.1\nunexpected:\n  10.0.2.1 id 1");
    fails(() -> assertThat(ENDPOINTS).hasNoId(9))
        .hasMessageContaining("expected no endpoint with id 9\nunexpected:\n  10.0.3.1 port 80");
    fails(() -> assertThat(ENDPOINTS).isEmpty()).hasMessageContaining("expected exactly 0");
    fails(() -> assertThat(EndpointTable.parse("odd")).isEmpty())
        .hasMessageContaining("unreadable:\n  odd");
  }

  @Test
  void limits() {
    assertThat(LIMITS).hasSubflows(2).hasAddAddrAccepted(0);

    fails(() -> assertThat(LIMITS).hasSubflows(3))
        .hasMessage(
            "expected limit subflows 3 but was 2\n--- output\nadd_addr_accepted 0 subflows 2");
    fails(() -> assertThat(LIMITS).hasAddAddrAccepted(1))
        .hasMessageContaining("expected limit add_addr_accepted 1 but was 0");
    fails(() -> assertThat(Limits.parse("odd")).hasSubflows(0))
        .hasMessageContaining("expected limit subflows 0 but was absent\n--- output\nodd");
  }

  @Test
  void counters() {
    assertThat(COUNTERS)
        .has("MPJoinSynTx", 1)
        .hasAtLeast("MPTcpExtMPJoinSynTx", 1)
        .hasIfKnown("MPJoinSynTx", 1)
        .hasIfKnown("NoSuchCounter", 7)
        .hasZero("MPJoinSynRx");

    fails(() -> assertThat(COUNTERS).has("MPJoinSynTx", 2))
        .hasMessage("expected counter MPJoinSynTx 2 but was 1\n--- output\nMPTcpExtMPJoinSynTx 1");
    fails(() -> assertThat(COUNTERS).hasIfKnown("MPJoinSynTx", 2))
        .hasMessageContaining("expected counter MPJoinSynTx 2 but was 1");
    fails(() -> assertThat(COUNTERS).hasAtLeast("MPJoinSynTx", 2))
        .hasMessageContaining("expected counter MPJoinSynTx of at least 2 but was 1");
    fails(() -> assertThat(COUNTERS).hasZero("MPJoinSynRx", "MPJoinSynTx"))
        .hasMessageContaining("expected counter MPJoinSynTx 0 but was 1");
    fails(() -> assertThat(COUNTERS).hasZero("JoinSyn"))
        .hasMessageContaining(
            "this kernel has no counter JoinSyn\nsimilar names:\n  MPTcpExtMPJoinSynTx");
  }

  @Test
  void events() {
    assertThat(EVENTS).containsInOrder(CREATED, CLOSED).has(CREATED, 1).has(SF_CLOSED, 0);

    fails(() -> assertThat(EVENTS).containsInOrder(CLOSED, CREATED))
        .hasMessage(
            "expected events [CLOSED, CREATED] in this order\nmissing:\n  CREATED\n--- output\n"
                + EVENTS.raw().strip());
    fails(() -> assertThat(EVENTS).has(CREATED, 2))
        .hasMessageContaining("expected 2 events CREATED but found 1\nfound:\n  [ CREATED]");
    fails(() -> assertThat(EventLog.parse("odd\n")).has(CREATED, 0))
        .hasMessageContaining("unreadable:\n  odd");
  }

  @Test
  void commands() {
    assertThat(result(0)).isSuccess().hasExitCode(0).printed("out", "put").complained("err");
    assertThat(result(2)).isFailure().hasExitCode(2);

    fails(() -> assertThat(result(2)).isSuccess())
        .hasMessageStartingWith(
            "expected success\n--- output\n`true` on client ended with exit code 2")
        .hasMessageContaining("--- stderr (5 bytes)\nerror");
    fails(() -> assertThat(result(0)).isFailure()).hasMessageStartingWith("expected failure\n");
    fails(() -> assertThat(killed()).isFailure()).hasMessageContaining("signal 9");
    fails(() -> assertThat(killed()).hasExitCode(9)).hasMessageContaining("expected exit code 9");
    fails(() -> assertThat(result(0)).hasExitCode(1)).hasMessageContaining("expected exit code 1");
    fails(() -> assertThat(result(0)).printed("output", "more"))
        .hasMessageContaining("expected texts in stdout\nmissing:\n  more\n");
    fails(() -> assertThat(result(0)).complained("output"))
        .hasMessageContaining("expected texts in stderr\nmissing:\n  output\n");
  }

  private static CommandResult result(int code) {
    return result(ExitStatus.code(code));
  }

  private static CommandResult killed() {
    return result(ExitStatus.signal(9));
  }

  private static CommandResult result(ExitStatus exit) {
    return new CommandResult(
        "client", List.of("true"), exit, "output", "error", 6, 5, Duration.ofMillis(3), false);
  }

  private static AbstractThrowableAssert<?, ?> fails(ThrowingCallable call) {
    return assertThatThrownBy(call).isInstanceOf(AssertionError.class);
  }
}
