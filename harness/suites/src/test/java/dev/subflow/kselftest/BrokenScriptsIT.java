// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.subflow.failure.UsageException;
import dev.subflow.ktap.Outcome;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.lab.LabSettings;
import dev.subflow.report.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Scripts that break off, and kernels that break under them, in real guests. */
@Timeout(600)
final class BrokenScriptsIT {
  private static final Path TREE = Path.of("src/test/resources/trees/broken").toAbsolutePath();

  @TempDir static Path evidence;
  private static LabEnvironment environment;
  private static Selftests selftests;
  private static final Map<String, SuiteResult> results = new LinkedHashMap<>();

  @BeforeAll
  static void runAll() {
    environment =
        LabEnvironment.open(
            new LabSettings(
                Path.of(System.getProperty("subflow.home", "../..")).toAbsolutePath().normalize(),
                LabSettings.defaultCache(),
                System.getProperty("subflow.kernel", LabSettings.DEFAULT_KERNEL),
                LabSettings.DEFAULT_IMAGE,
                Optional.empty(),
                true));
    selftests = Selftests.of(environment, "broken", Optional.of(TREE));
    suite(true)
        .run(SelftestChoice.parse(List.of()))
        .forEach(r -> results.put(r.decisive().id(), r));
  }

  @AfterAll
  static void close() {
    environment.close();
  }

  private static SelftestSuite suite(boolean reruns) {
    return suite(selftests, reruns);
  }

  private static SelftestSuite suite(Selftests selftests, boolean reruns) {
    return new SelftestSuite(
        selftests,
        new SuiteSettings(4, reruns, RunDirectory.at(evidence), Map.of(), Map.of()),
        new Quiet());
  }

  /** Nobody looks. */
  private record Quiet() implements SuiteObserver {
    @Override
    public void began(String script, int subtests) {}

    @Override
    public void subtest(String script, String title) {}

    @Override
    public void ended(String script, List<SubtestResult> ended, Duration elapsed) {}
  }

  private static SuiteResult all(String id) {
    assertThat(results).containsKey(id);
    return Objects.requireNonNull(results.get(id));
  }

  private static SubtestResult result(String id) {
    return all(id).decisive();
  }

  private static void assertEnded(String id, Outcome outcome, String... words) {
    assertThat(result(id).outcome()).as("%s: %s", id, result(id).message()).isEqualTo(outcome);
    for (String word : words) {
      assertThat(result(id).message()).contains(word);
    }
  }

  private static String evidence(String id, String file) throws IOException {
    return Files.readString(all(id).evidence().resolve(file));
  }

  @Test
  void whatPassesPasses() {
    assertEnded("passes.sh:first", Outcome.PASS);
    assertEnded("passes.sh:second", Outcome.PASS);
    assertThat(result("passes.sh:second").time()).contains(Duration.ofMillis(4));
  }

  @Test
  void variablesReachTheScripts() {
    assertEnded("asks.sh:feature", Outcome.SKIP, "not there");

    Selftests strict = selftests.withVariables(Map.of("SELFTESTS_EXPECT_ALL_FEATURES", "1 of 1"));
    assertThat(suite(strict, false).run(SelftestChoice.parse(List.of("asks"))))
        .extracting(r -> r.decisive().id(), r -> r.decisive().outcome())
        .containsExactly(tuple("asks.sh:feature", Outcome.FAIL));
  }

  @Test
  void variablesAreTheirOwnInTheHistory() {
    Selftests strict = selftests.withVariables(Map.of("STRICT", "1", "ALL", "1"));
    assertThat(strict.id())
        .isNotEqualTo(selftests.id())
        .isEqualTo(selftests.withVariables(Map.of("ALL", "1", "STRICT", "1")).id())
        .isNotEqualTo(selftests.withVariables(Map.of("ALL", "1", "STRICT", "0")).id());
    assertThat(strict.withVariables(Map.of()).id()).isEqualTo(selftests.id());
  }

  @Test
  void aPanicIsPinnedToTheSubtestThatRan() throws IOException {
    assertEnded("panics.sh:first", Outcome.PASS);
    assertEnded("panics.sh:second", Outcome.FAIL, "got 1, expected 2");
    assertEnded("panics.sh:third", Outcome.CRASH, "its kernel died", "sysrq");
    assertThat(results).doesNotContainKey("panics.sh:fourth");
    assertEnded("panics.sh:panics.sh", Outcome.MISSING, "the rest is not known");
    assertThat(evidence("panics.sh:third", "console-guest.log")).contains("Kernel panic");
    assertThat(all("panics.sh:third").attempts())
        .as("crashes are not tried away")
        .extracting(SubtestResult::outcome)
        .doesNotContain(Outcome.PASS);
  }

  @Test
  void aSplatIsPinnedToTheSubtestThatRan() {
    assertEnded("splats.sh:first", Outcome.PASS);
    assertEnded("splats.sh:second", Outcome.CRASH, "net/mptcp/protocol.c:1");
    assertEnded("splats.sh:third", Outcome.PASS);
  }

  @Test
  void aScriptThatIsKilledLeavesWhatItHad() {
    assertEnded("killed.sh:first", Outcome.PASS);
    assertEnded("killed.sh:second", Outcome.CRASH, "the script was killed");
    assertEnded("killed.sh:killed.sh", Outcome.MISSING, "the rest is not known");
  }

  @Test
  void aGuestWithoutMemorySaysSo() {
    assertEnded("starves.sh:first", Outcome.PASS);
    assertEnded("starves.sh:second", Outcome.CRASH, "Out of memory: Killed process");
    assertEnded("starves.sh:third", Outcome.PASS);
  }

  @Test
  void resultsThatWereNeverPrintedAreNoPass() {
    assertEnded("silent.sh:first", Outcome.PASS);
    assertEnded("silent.sh:second", Outcome.CRASH, "printed no block of results");
  }

  @Test
  void aHangIsAskedWhileItHangs() throws IOException {
    assertEnded("hangs.sh:first", Outcome.PASS);
    assertEnded("hangs.sh:second", Outcome.CRASH, "it hung", "limit of");
    assertThat(evidence("hangs.sh:second", "console-guest.log"))
        .contains("Show Blocked State", "Show State");
    assertThat(evidence("hangs.sh:second", "commands.log"))
        .contains("sleep 1000", "== namespace hanging");
  }

  @Test
  void aFailureSaysTheScriptsWordsAndIsTriedAgain() throws IOException {
    assertEnded("fails.sh:first", Outcome.PASS);
    assertEnded("fails.sh:second", Outcome.FAIL, "got 1, expected 2", "counters of the server: 17");
    assertThat(all("fails.sh:second").attempts()).hasSize(2);
    assertThat(evidence("fails.sh:second", "commands.log")).contains("== namespace failing");
  }

  @Test
  void aScriptMaySkipItself() {
    assertEnded("bare.sh:bare.sh", Outcome.SKIP, "nothing of the kind here");
  }

  @Test
  void optionsThatTheKernelLacksAreNamed() {
    assertThat(selftests.missingOptions()).containsExactly("CONFIG_NO_KERNEL_HAS_THIS=y");
  }

  @Test
  void unknownNamesAreRefusedWithTheNearest() {
    assertThatThrownBy(() -> suite(false).run(SelftestChoice.parse(List.of("pases"))))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("\"passes.sh\"");
    assertThatThrownBy(() -> suite(false).run(SelftestChoice.parse(List.of("passes:secnd"))))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("the nearest are \"second\"");
  }
}
