// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ToolTest {
  @TempDir Path folder;

  @Test
  void givesTheOutput() throws IOException {
    Program program =
        Program.of("sh", "-c", "pwd; echo $WORD; echo noise >&2").in(folder).with("WORD", "w");
    assertThat(program.output()).isEqualTo(folder.toRealPath() + "\nw\n");
  }

  @Test
  void aFailureCarriesTheLastWordsAndTheLog() {
    Path log = folder.resolve("program.log");
    Program program = Program.of("sh", "-c", "seq 1 100; echo 'disk on fire' >&2; exit 7");
    assertThatThrownBy(() -> program.run(log))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("exit code 7")
        .hasMessageContaining("100\n  disk on fire")
        .hasMessageContaining(log.toString())
        .hasMessageNotContaining("\n  50\n");
    assertThat(log).content().startsWith("1\n2\n");
  }

  @Test
  void aLogThatCannotBeWrittenHidesNoLine() throws IOException {
    List<String> lines = new ArrayList<>();

    Program.of("seq", "1", "20000").run(Path.of("/dev/full"), lines::add);

    assertThat(lines).hasSize(20000).endsWith("20000");
  }

  @Test
  void aMissingProgramNamesTheSetUp() {
    assertThatThrownBy(() -> Program.of("mkfs.nosuch").output())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("mkfs.nosuch isn't installed")
        .hasMessageContaining("subflow setup");
  }

  @Test
  void anAnswerTellsOfFailuresToo() throws IOException {
    Program.Answer answer = Program.of("sh", "-c", "echo out; echo err >&2; exit 3").answer();

    assertThat(answer).isEqualTo(new Program.Answer(new ProcessExit(3), "out\n", "err\n"));
  }

  @Test
  void variablesCanBeLeftOut() throws IOException {
    String path = Program.of("sh", "-c", "echo ${HOME-none}").without(Set.of("HOME")).output();

    assertThat(path).isEqualTo("none\n");
  }

  @Test
  void aLongAnswerDoesNotHoldUpTheQuestion() {
    assertThat(Program.of("seq", "50000").ask()).get().asString().endsWith("50000\n");
  }

  @Test
  void noAnswerComesOfWhatFailsOrIsMissingOrTakesTooLong() {
    assertThat(Program.of("sh", "-c", "echo no; exit 1").ask()).isEmpty();
    assertThat(Program.of("mkfs.nosuch").ask()).isEmpty();
    assertThat(Program.of("sleep", "1000").ask(Duration.ofMillis(100))).isEmpty();
  }

  @Test
  void anAttendedRunTellsEachLineAndHowItEnded() throws IOException {
    List<String> lines = new ArrayList<>();

    ProcessExit exit = Program.of("sh", "-c", "echo a; echo b >&2; exit 4").attended(lines::add);

    assertThat(lines).containsExactly("a", "b");
    assertThat(exit.code()).isEqualTo(4);
  }

  @Test
  void whatNeverEndsIsKilledWithItsChildren() throws IOException {
    Path pid = folder.resolve("pid");
    Program program =
        Program.of("sh", "-c", "sleep 1000 & echo $! > " + pid + "; wait")
            .limit(Duration.ofMillis(500));
    assertThatThrownBy(program::output)
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("was killed: not done after");
    long child = Long.parseLong(Files.readString(pid).strip());
    await("the child ends")
        .until(() -> ProcessHandle.of(child).map(ProcessHandle::isAlive).orElse(false), is -> !is);
  }
}
