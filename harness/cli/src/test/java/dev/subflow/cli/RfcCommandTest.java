// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.report.RunDirectory;
import dev.subflow.report.RunReport;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link RfcCommand} on scenarios that need no guest. */
final class RfcCommandTest {
  private static final String FIXTURE = "dev.subflow.cli.fixture.HandshakeFixture";

  @TempDir Path folder;

  private CommandLineRun rfc(String... arguments) {
    List<String> all = new ArrayList<>(List.of("rfc", "--package=dev.subflow.cli.fixture"));
    all.addAll(List.of("--results", folder.toString()));
    all.addAll(List.of(arguments));
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  private void ran(Verdict... verdicts) {
    try (RunReport report = RunReport.open(RunDirectory.at(folder))) {
      for (int i = 0; i < verdicts.length; i++) {
        String id = "HandshakeFixture.passes#" + (i + 1);
        report.add(
            TestResult.builder(FIXTURE, id, verdicts[i])
                .scenario("HandshakeFixture.passes")
                .build());
      }
    }
  }

  @Test
  void verdictsOfTheLastRunStandBesideTheirSection() {
    ran(Verdict.PASS, Verdict.PASS, Verdict.FAIL);

    assertThat(rfc().out().lines())
        .anyMatch(line -> line.matches("3\\.1 .* 2 pass, 1 fail +Connection Initiation"));
  }

  @Test
  void whatNothingCoversIsSaid() {
    ran(Verdict.PASS);

    assertThat(rfc().out().lines()).anyMatch(l -> l.matches("3\\.9\\.2 +0 +0 +not covered .*"));
  }

  @Test
  void oneSectionTellsItsRulesAndScenarios() {
    ran(Verdict.FAIL);

    CommandLineRun run = rfc("3.1");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("3.1 Connection Initiation\n")
        .contains("  must: The third ACK repeats the keys of both hosts as they were sent.\n")
        .containsPattern("FAIL +HandshakeFixture\\.passes\n");
  }

  @Test
  void jsonHasEverySection() {
    ran(Verdict.PASS);

    assertThat(rfc("--json").out())
        .contains("\"3.9.3\"", "\"CAPABLE_KEYS\"", "\"HandshakeFixture.passes\"");
  }

  @Test
  void aNumberThatIsNoSectionIsRefused() {
    ran(Verdict.PASS);

    CommandLineRun run = rfc("3.77");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("\"3.77\" is not a section of RFC 8684").contains("3.4.1");
  }

  @Test
  void aFolderWithoutResultsIsRefused() {
    CommandLineRun run = rfc();

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(folder + " has no results.jsonl");
  }
}
