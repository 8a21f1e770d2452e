// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.kselftest.PrintedResults;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TapFolderTest {
  @TempDir private Path folder;

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private List<String> told() {
    return new TapFolder(
            folder, (script, output) -> PrintedResults.lost(script, output, "the VM ended"))
        .results().stream().map(r -> r.outcome() + " " + r.id()).toList();
  }

  @Test
  void aFolderThatIsNotThereHasNoResults() {
    TapFolder none =
        new TapFolder(
            folder.resolve("none"),
            (script, output) -> PrintedResults.lost(script, output, "unexpected"));

    assertThat(none.results()).isEmpty();
  }

  @Test
  void subtestsOfAScriptAreInAFileBesideIt() throws IOException {
    write("selftest_mptcp_join.tap", "TAP version 13\n1..1\nok 1 test: selftest_mptcp_join\n# x\n");
    write("selftest_mptcp_join_subtests.tap", "TAP version 13\n1..1\nok 1 - single subflow\n");

    assertThat(told()).containsExactly("PASS mptcp_join.sh:single subflow");
  }

  @ParameterizedTest
  @CsvSource({
    "not ok 1 test: x # FAIL # exit=2, FAIL",
    "not ok 1 test: x # FAIL, FAIL",
    "not ok 1 test: x, FAIL",
    "ok 1 test: x # SKIP, SKIP",
    "ok 1 test: x, PASS"
  })
  void theLineOfTheWholeTellsItsExitCode(String line, String outcome) throws IOException {
    write("x.tap", "TAP version 13\n1..1\n" + line + "\n# said\n# time=1\n");

    assertThat(told()).containsExactly(outcome + " x:x");
  }

  @Test
  void aProgramThatPrintsTapItselfIsReadAsItIs() throws IOException {
    write("packetdrill.tap", "TAP version 13\n1..2\nok 1 - a\nnot ok 2 - b\n");

    assertThat(told()).containsExactly("PASS packetdrill:a", "FAIL packetdrill:b");
  }

  @Test
  void aScriptThatStillRanHasNotPassed() throws IOException {
    write("selftest_diag.tap", "TAP version 13\n1..1\n");
    write("selftest_diag.tap.tmp", "# 001 first [ OK ]\n# 002 second\n");
    write("empty.tap", "");

    assertThat(told())
        .containsExactly(
            "INCONCLUSIVE empty:empty", "PASS diag.sh:first", "INCONCLUSIVE diag.sh:second");
  }

  @Test
  void resultsSoFarOfAProgramThatStillRanAreNotAllOfThem() throws IOException {
    write("x.tap", "TAP version 13\n1..1\nok 1 - a\n");
    write("x.tap.tmp", "# said\n");

    assertThat(told()).containsExactly("INCONCLUSIVE x:x");
  }

  @Test
  void otherFilesAreLeftAlone() throws IOException {
    write("kernel.config", "CONFIG_MPTCP=y\n");
    write("only_subtests.tap", "TAP version 13\n1..1\nok 1 - a\n");

    assertThat(told()).isEmpty();
  }
}
