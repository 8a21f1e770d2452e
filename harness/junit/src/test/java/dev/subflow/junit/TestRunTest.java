// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.audit.Rule;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.TestEnd;
import dev.subflow.report.TestEvidence;
import dev.subflow.report.Verdict;
import dev.subflow.topology.Topology;
import dev.subflow.topology.TwoPaths;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The end of a test whose lab is gone and whose captures are there. */
final class TestRunTest {
  private static final Set<Rule> NONE = Set.of();

  @TempDir private Path folder;
  private TestEvidence evidence;
  private TestRun run;

  @BeforeEach
  void begin() {
    Topology topology = new TwoPaths().topology();
    evidence = RunDirectory.create(folder).evidence("Class.test");
    run = new TestRun(topology, evidence, GuestMemory.of(Optional.of(8192L)).acquire(topology));
  }

  private Path capture() {
    return evidence.directory().resolve("path1.pcapng");
  }

  private Path audit() {
    return evidence.directory().resolve("audit.txt");
  }

  @Test
  void aBrokenMustFailsATestThatPassed() throws IOException {
    BrokenCapture.in(capture());

    assertThatThrownBy(() -> run.end(Optional.empty(), NONE, true))
        .isInstanceOf(BrokenRuleError.class)
        .satisfies(e -> assertThat(TestEnd.of(e).verdict()).isEqualTo(Verdict.FAIL))
        .hasMessageContaining("OPTION_FORM client/")
        .hasMessageContaining("RFC 8684, section 3")
        .hasMessageContaining("audit.txt")
        .hasMessageContaining("@Violates");
    assertThat(audit()).content().contains("MUST: OPTION_FORM");
  }

  @Test
  void aTestThatFailedKeepsItsOwnFailure() throws IOException {
    BrokenCapture.in(capture());

    run.end(Optional.empty(), NONE, false);

    assertThat(audit()).content().contains("MUST: OPTION_FORM");
  }

  @Test
  void aRuleThatTheScenarioProvokesMayBeBroken() throws IOException {
    BrokenCapture.in(capture());

    run.end(Optional.empty(), Set.of(Rule.OPTION_FORM), true);

    assertThat(audit()).content().contains("MUST, provoked: OPTION_FORM");
  }

  @Test
  void aHealthyTestPassesAndLeavesItsAudit() throws IOException {
    Files.copy(BrokenCapture.REFERENCE, capture());

    run.end(Optional.empty(), NONE, true);

    assertThat(audit()).content().contains("1 MPTCP connections").contains("0 findings");
  }

  @Test
  void aCaptureThatCannotBeReadIsNoPass() throws IOException {
    Files.writeString(capture(), "no capture");

    assertThatThrownBy(() -> run.end(Optional.empty(), NONE, true))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("neither pcapng nor pcap");
    assertThat(audit()).content().contains("can't be judged");
  }
}
