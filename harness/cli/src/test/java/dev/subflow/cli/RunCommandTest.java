// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.subflow.report.RunReport;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the fixtures, which need no guests; runs with guests are in ShellIT and the scenarios. */
final class RunCommandTest {
  @TempDir Path temp;

  @Test
  void allPassedIsZero() {
    CommandLineRun run = run("HandshakeFixture.passes*", "--jobs", "1");

    assertThat(run.exitCode()).as(run.all()).isZero();
    assertThat(run.out())
        .contains("VERDICT")
        .containsPattern("PASS +\\S+ s +HandshakeFixture.passes\n")
        .contains("[3/3] HandshakeFixture.passesForBoth[2]")
        .contains("3 pass in ")
        .contains("Evidence: " + temp)
        .doesNotContain("\u001b");
    assertThat(temp.resolve("results.json")).exists();
    assertThat(temp.resolve("junit.xml")).exists();
  }

  @Test
  void aFailureIsOneAndItsMessageIsHarmless() {
    CommandLineRun run = run("HandshakeFixture.fails");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out())
        .contains("expected a second subflow\n    but ss says none\\x07")
        .doesNotContain("\u001b", "\tat ");
  }

  @Test
  void everyVerdictIsTold() {
    CommandLineRun run = run("TroubleFixture", "UnconstructibleFixture", "DisabledFixture");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(RunReport.read(temp).results())
        .extracting(TestResult::id, TestResult::verdict)
        .containsExactlyInAnyOrder(
            tuple("TroubleFixture.crashes", Verdict.CRASH),
            tuple("TroubleFixture.losesItsGuest", Verdict.INCONCLUSIVE),
            tuple("TroubleFixture.aborts", Verdict.SKIP),
            tuple("TroubleFixture.isDisabled", Verdict.SKIP),
            tuple("DisabledFixture.neverRuns", Verdict.SKIP),
            tuple("UnconstructibleFixture.neverRuns", Verdict.INCONCLUSIVE));
    assertThat(run.out())
        .contains("Kernel panic - not syncing: sysrq triggered crash")
        .contains("no nftables in this image")
        .contains("waits for kernel 8.0")
        .contains("the class cannot be prepared");
  }

  @Test
  void aLostMachineAloneIsThree() {
    assertThat(run("TroubleFixture.losesItsGuest").exitCode()).isEqualTo(3);
    assertThat(RunReport.read(temp).exitCode()).isEqualTo(3);
  }

  @Test
  void anUnknownScenarioIsTwoWithNearMatches() {
    CommandLineRun run = run("HandshakeFixtures");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("no scenario is called \"HandshakeFixtures\"; did you mean HandshakeFixture")
        .contains("'subflow list'");
    assertThat(run("Hanshake").err()).contains("did you mean HandshakeFixture");
    assertThat(run("zzz").err()).contains("no scenario is called \"zzz\". 'subflow list'");
    assertThat(run("UntaggedFixture").exitCode()).isEqualTo(2);
    assertThat(temp).isEmptyDirectory();
  }

  @Test
  void anUnknownAcceleratorIsTwo() {
    CommandLineRun run = run("HandshakeFixture.passes", "--accel", "hvf");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("hvf").contains("auto, kvm, tcg");
  }

  @Test
  void resultsThatCannotBeKeptAreSaidFirst() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));
    String[] fixture = {"run", "--package", "dev.subflow.cli.fixture", "HandshakeFixture.passes"};
    List<String> args = new ArrayList<>(List.of(fixture));
    args.addAll(List.of("--out", file.toString()));
    CommandLineRun run = CommandLineRun.of(args.toArray(String[]::new));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "subflow: results cannot be kept in %1$s: %1$s is a file, not a folder. Name another"
                    .formatted(file)
                + " folder with --out.\n");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void aFolderWithoutANameIsBadInput() {
    CommandLineRun run =
        CommandLineRun.of(
            "run", "--package", "dev.subflow.cli.fixture", "HandshakeFixture.passes", "--out", "");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).isEqualTo("subflow: --out wants the name of a folder\n");
  }

  @Test
  void resultsOfAnotherRunAreNotMixedIn() {
    run("HandshakeFixture.passes");
    CommandLineRun again = run("HandshakeFixture.passes");

    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.err()).contains("holds the results of another run");
  }

  @Test
  void jsonStandsAloneOnStandardOutput() throws Exception {
    CommandLineRun run = run("HandshakeFixture.passes", "TroubleFixture.aborts", "--json");
    JsonNode json = new ObjectMapper().readTree(run.out());

    assertThat(run.exitCode()).isZero();
    assertThat(json.at("/counts/PASS").asInt()).isEqualTo(1);
    assertThat(json.at("/results/1/verdict").asText()).isEqualTo("SKIP");
    assertThat(run.err()).contains("VERDICT");
  }

  @Test
  void aTerminalSeesOneLineRedrawn() {
    List<String> args = new ArrayList<>(arguments("HandshakeFixture.passes"));
    CommandLineRun run =
        CommandLineRun.onTerminal(Map.of("TERM", "xterm"), args.toArray(String[]::new));

    assertThat(run.out())
        .contains("\r\u001b[K[1/1] HandshakeFixture.passes")
        .contains("\u001b[32mPASS");
  }

  @Test
  void listTellsWhatThereIs() throws Exception {
    CommandLineRun text = CommandLineRun.of("list", "--package", "dev.subflow.cli.fixture");
    CommandLineRun json =
        CommandLineRun.of(
            "list", "--json", "--package", "dev.subflow.cli.fixture", "HandshakeFixture.fails");
    JsonNode fails = new ObjectMapper().readTree(json.out()).get(0);

    assertThat(text.out())
        .containsPattern("HandshakeFixture.passes +TwoPaths +3.1 +quick\n")
        .containsPattern("TroubleFixture.aborts +one host")
        .doesNotContain("Untagged");
    assertThat(fails.get("name").asText()).isEqualTo("HandshakeFixture.fails");
    assertThat(fails.get("topology").asText()).isEqualTo("TwoPaths");
    assertThat(fails.get("kernel").asText()).isEqualTo("debian:backports");
    assertThat(fails.get("rfc8684")).extracting(JsonNode::asText).containsExactly("3.2", "3.7");
    assertThat(fails.has("uniqueId")).isFalse();
  }

  private CommandLineRun run(String... more) {
    return CommandLineRun.of(arguments(more).toArray(String[]::new));
  }

  private List<String> arguments(String... more) {
    List<String> args = new ArrayList<>(List.of("run", "--package", "dev.subflow.cli.fixture"));
    args.addAll(List.of("--no-prepare", "--out", temp.toString()));
    args.addAll(List.of(more));
    return args;
  }
}
