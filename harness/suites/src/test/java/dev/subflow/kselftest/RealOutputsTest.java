// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.ktap.KtapReport;
import dev.subflow.ktap.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What scripts printed in real guests. */
final class RealOutputsTest {
  private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
  private static final String PREFIX = "kselftest-";

  static Stream<Path> outputs() throws IOException {
    List<Path> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(FIXTURES)) {
      files.filter(f -> f.getFileName().toString().startsWith(PREFIX)).sorted().forEach(found::add);
    }
    assertThat(found).hasSizeGreaterThan(4);
    return found.stream();
  }

  private static String script(Path output) {
    return output.getFileName().toString().replace(PREFIX, "").replace(".out", ".sh");
  }

  private static List<SubtestResult> results(Path output, String said, ScriptEnd end) {
    Slice slice = Slice.whole(script(output), List.of(), Duration.ZERO);
    return new Reconciler(slice, said, end).results();
  }

  @ParameterizedTest
  @MethodSource("outputs")
  void everyResultIsThereOnceAndHasItsTime(Path output) throws IOException {
    String said = Files.readString(output);
    int block = said.indexOf("TAP version 13");
    long lines = said.substring(block).lines().filter(l -> l.matches("(not )?ok .*")).count();
    int exitCode = said.contains("\nnot ok ") ? 1 : 0;

    List<SubtestResult> results = results(output, said, ScriptEnd.exited(exitCode));

    assertThat(KtapReport.parse(said.substring(block)).isSound()).isTrue();
    assertThat(results).hasSize((int) lines).allMatch(r -> r.time().isPresent());
    assertThat(results)
        .filteredOn(r -> r.outcome() == Outcome.FAIL)
        .allSatisfy(r -> assertThat(r.message()).contains("[FAIL]"));
    assertThat(results)
        .filteredOn(r -> r.outcome() == Outcome.IGNORED)
        .allSatisfy(r -> assertThat(r.message()).contains("[IGNO]"));
  }

  /** However early it ends, nothing passes that did not, and nothing is lost that had ended. */
  @ParameterizedTest
  @MethodSource("outputs")
  void whatWasCutIsCutAtASubtest(Path output) throws IOException {
    String said = Files.readString(output);
    List<SubtestResult> whole = results(output, said, ScriptEnd.exited(0));
    int block = said.indexOf("TAP version 13");
    int step = Math.max(1, block / 40);
    for (int length = 0; length < block; length += step) {
      List<SubtestResult> cut =
          results(output, said.substring(0, length), ScriptEnd.crashed("panic"));
      assertThat(cut).filteredOn(r -> r.outcome() == Outcome.CRASH).hasSize(1);
      assertThat(cut.stream().filter(r -> r.outcome() == Outcome.PASS).count())
          .isLessThanOrEqualTo(whole.stream().filter(r -> r.outcome() == Outcome.PASS).count());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "6.12-6.15/kselftest-pm_netlink.out, 22",
    "6.12-6.15/kselftest-userspace_pm.out, 37",
    "6.12-6.15/kselftest-diag.out, 29",
    "6.12-6.15/kselftest-mptcp_sockopt.out, 11",
    "6.12-6.15/kselftest-simult_flows.out, 10",
    "6.12-6.15/kselftest-mptcp_connect.out, 68",
    "7.3-6.15/kselftest-pm_netlink.out, 21",
    "7.3-6.15/kselftest-userspace_pm.out, 37",
    "7.3-6.15/kselftest-diag.out, 32",
    "7.3-6.15/kselftest-mptcp_sockopt.out, 11",
    "7.3-6.15/kselftest-simult_flows.out, 10"
  })
  void countsAreThoseOfTheScripts(String file, int count) throws IOException {
    Path output = FIXTURES.resolve(file);
    String said = Files.readString(output);
    int exitCode = said.contains("\nnot ok ") ? 1 : 0;
    assertThat(results(output, said, ScriptEnd.exited(exitCode))).hasSize(count);
  }

  @Test
  void aFailureSaysTheScriptsOwnWords() throws IOException {
    Path output = FIXTURES.resolve("6.12-6.15/kselftest-diag.out");
    assertThat(results(output, Files.readString(output), ScriptEnd.exited(1)))
        .filteredOn(r -> r.name().equals("many msk socket present"))
        .singleElement()
        .satisfies(
            r ->
                assertThat(r.message())
                    .contains("timeout while expecting 200 max 0 last 0")
                    .contains("# timeout time="));
  }
}
