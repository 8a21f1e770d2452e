// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.ktap.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import org.opentest4j.TestAbortedException;

final class SelftestNodesTest {
  private static SuiteResult result(String script, Outcome... outcomes) {
    List<SubtestResult> attempts =
        Stream.of(outcomes)
            .map(o -> new SubtestResult(script, "many msk", o, Optional.empty(), "got 1"))
            .toList();
    return new SuiteResult(attempts, Path.of("/evidence"), Instant.EPOCH, Duration.ofSeconds(1));
  }

  private static void judge(Outcome... outcomes) {
    SelftestNodes.judge("net/mptcp", result("diag.sh", outcomes));
  }

  @Test
  void aNodeEndsAsItsSubtest() {
    assertThatNoException().isThrownBy(() -> judge(Outcome.PASS));
    assertThatNoException().isThrownBy(() -> judge(Outcome.FAIL, Outcome.PASS));
    assertThatThrownBy(() -> judge(Outcome.SKIP)).isInstanceOf(TestAbortedException.class);
    assertThatThrownBy(() -> judge(Outcome.IGNORED)).isInstanceOf(TestAbortedException.class);
    assertThatThrownBy(() -> judge(Outcome.INCONCLUSIVE))
        .isInstanceOf(InfrastructureException.class);
    for (Outcome bad : List.of(Outcome.FAIL, Outcome.CRASH, Outcome.MISSING)) {
      assertThatThrownBy(() -> judge(bad)).isInstanceOf(AssertionError.class);
    }
  }

  @Test
  void aFactoryRunsWhatItNames() {
    assertThat(SelftestNodes.choice(List.of("diag", "mptcp_join:no JOIN"), List.of(), () -> false))
        .isEqualTo(SelftestChoice.parse(List.of("diag", "mptcp_join:no JOIN")));
  }

  @Test
  void whatIsChosenRunsInAnyFactoryMistypedOrNot() {
    List<String> chosen = List.of("mptcp_join:laminar", "pm_netlnik");

    assertThat(SelftestNodes.choice(List.of("diag", "mptcp_join:no JOIN"), chosen, () -> true))
        .isEqualTo(SelftestChoice.parse(chosen));
    assertThat(SelftestNodes.choice(List.of(), chosen, () -> true))
        .isEqualTo(SelftestChoice.parse(chosen));
  }

  @Test
  void whatIsChosenRunsOnce() {
    assertThatThrownBy(() -> SelftestNodes.choice(List.of(), List.of("diag"), () -> false))
        .isInstanceOf(TestAbortedException.class);
  }

  /** What JUnit counts when factories return these results. */
  private static TestExecutionSummary execute(Class<?> factories) {
    SummaryGeneratingListener summary = new SummaryGeneratingListener();
    LauncherFactory.create()
        .execute(
            LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(factories))
                .build(),
            summary);
    return summary.getSummary();
  }

  static final class NoResults {
    @TestFactory
    Stream<DynamicNode> mptcp() {
      return SelftestNodes.nodes("net/mptcp", List.of());
    }
  }

  static final class TwoScripts {
    @TestFactory
    Stream<DynamicNode> mptcp() {
      return SelftestNodes.nodes(
          "net/mptcp",
          List.of(
              result("diag.sh", Outcome.PASS),
              result("diag.sh", Outcome.FAIL),
              result("join.sh", Outcome.SKIP)));
    }
  }

  @Test
  void aFactoryWithoutResultsFails() {
    TestExecutionSummary summary = execute(NoResults.class);

    assertThat(summary.getContainersFailedCount()).isOne();
    assertThat(summary.getFailures())
        .singleElement()
        .satisfies(
            failure ->
                assertThat(failure.getException())
                    .isInstanceOf(InfrastructureException.class)
                    .hasMessageContaining("no selftest of net/mptcp gave a result"));
  }

  @Test
  void eachSubtestIsATestInTheContainerOfItsScript() {
    TestExecutionSummary summary = execute(TwoScripts.class);

    assertThat(summary.getTestsSucceededCount()).isOne();
    assertThat(summary.getTestsFailedCount()).isOne();
    assertThat(summary.getTestsAbortedCount()).isOne();
    assertThat(summary.getContainersFailedCount()).isZero();
  }

  @Test
  void aFailureSaysWhatItTakesToSeeItAgain() {
    assertThatThrownBy(() -> judge(Outcome.FAIL, Outcome.FAIL))
        .hasMessageContaining("FAIL diag.sh:many msk")
        .hasMessageContaining("attempts: FAIL, FAIL")
        .hasMessageContaining("got 1")
        .hasMessageContaining("evidence: /evidence")
        .hasMessageContaining("./subflow kselftest --folder net/mptcp 'diag.sh:many msk'");
  }
}
