// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs of programs, their logs, and what watches over this JVM. */
@Timeout(60)
final class LastingLogTest {
  @TempDir private Path folder;

  @Test
  void aLogBeginsAnewAndIsWholeWhenItIsClosed() throws IOException {
    Path file = Files.writeString(folder.resolve("log"), "of an earlier run\n");
    try (LastingLog log = LastingLog.open(file)) {
      log.line("ä");
      log.line("");
    }

    assertThat(Files.readString(file)).isEqualTo("ä\n\n");
  }

  @Test
  void aLogThatCanNotBeWrittenStopsNobody() {
    for (Path file : List.of(Path.of("/dev/full"), folder.resolve("no/such/folder/log"))) {
      LastingLog log = LastingLog.open(file);
      assertThatCode(
              () -> {
                for (int i = 0; i < 10_000; i++) {
                  log.line("a line that does not fit");
                }
                log.close();
              })
          .as("%s", file)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void theLastWordsOfAProgramAreToldAndWhereTheOthersAre() {
    Path log = folder.resolve("log");
    Program program = Program.of("sh", "-c", "seq 1 100; echo; exit 3");

    assertThatThrownBy(() -> ProgramRun.logged(program, log))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("failed with exit code 3")
        .hasMessageContaining("(all of it: " + log + "):\n  89\n  90")
        .hasMessageEndingWith("\n  100");
    assertThat(log).content().startsWith("1\n");
    assertThatThrownBy(() -> ProgramRun.output(Program.of("false")))
        .hasMessageEndingWith("(it printed nothing)");
  }

  @Test
  void outputThatIsNoUtf8IsReadAllTheSame() throws IOException {
    Program.Answer answer = ProgramRun.answer(Program.of("printf", "a\\377b"));

    assertThat(answer.out()).isEqualTo("a\uFFFDb");
  }

  @Test
  void whatTakesTooLongIsKilledAndSaysForHowLongItRan() {
    Program program = Program.of("sh", "-c", "echo begun; sleep 1000").limit(Duration.ofSeconds(1));

    assertThatThrownBy(() -> ProgramRun.answer(program))
        .isInstanceOf(ProgramException.class)
        .hasMessageContaining("was killed: not done after 1 s");
  }

  @Test
  void anAttendedRunHasNoSessionAndNoInput() throws IOException {
    List<String> lines = new ArrayList<>();
    Program program =
        Program.of("sh", "-c", "cat; echo $WORD; echo ${" + Session.MARKER + "-none}")
            .with("WORD", "w");

    assertThat(AttendedRun.tell(program, lines::add).succeeded()).isTrue();
    assertThat(lines).containsExactly("w", "none");
    assertThat(AttendedRun.ask(program, Duration.ofSeconds(20))).contains("w\nnone\n");
    assertThat(AttendedRun.ask(Program.of("false"), Duration.ofSeconds(20))).isEmpty();
  }

  @Test
  void anInterruptedQuestionHasNoAnswerAndStaysInterrupted() {
    Thread.currentThread().interrupt();

    assertThat(AttendedRun.ask(Program.of("sleep", "1000"), Duration.ofSeconds(30))).isEmpty();
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void aGuardClearsWhenItIsLetGo() throws IOException {
    Path file = folder.resolve("cleared");
    String script =
        "printf ready; while read -r line; do echo \"$line\" >>\"$1\"; done; echo end >>\"$1\"";
    try (Guard guard = Guard.start("the test's guard", script, "guard", file.toString())) {
      guard.order("one");
      guard.order("two");
      assertThat(ProcessHandle.of(guard.pid())).isPresent();
    }

    assertThat(Files.readAllLines(file)).containsExactly("one", "two", "end");
  }

  @Test
  void aGuardThatEndsAtOnceIsNoGuard() {
    assertThatThrownBy(() -> Guard.start("the reaper", "echo broken", "guard", ""))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("the reaper ended at once: broke");
  }

  @Test
  void ordersToAGuardThatIsGoneAreNoFailure() {
    Guard guard = Guard.start("the reaper", "printf ready", "guard", "");
    assertThatCode(
            () -> {
              for (int i = 0; i < 100; i++) {
                guard.order("x".repeat(10_000));
              }
              guard.close();
            })
        .doesNotThrowAnyException();
  }

  @Test
  void whileTestsRunThisJvmIsNotEnding() {
    assertThat(Shutdown.isUnderWay()).isFalse();
    assertThat(Shutdown.isUnderWay()).as("asking leaves nothing behind").isFalse();
  }
}
