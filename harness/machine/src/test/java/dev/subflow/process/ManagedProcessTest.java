// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ManagedProcessTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private Path temp;
  private Session session;

  @BeforeEach
  void open() {
    session = Session.open(SessionDirectories.at(temp.resolve("subflow")));
  }

  @AfterEach
  void close() {
    session.close();
  }

  @Test
  void tellsExitCodeAndOutput() {
    ManagedProcess process = session.run(shell("echo out; echo err >&2; exit 7"), SOON);

    assertThat(process.exited()).contains(new ProcessExit(7));
    assertThat(process.tail()).isEqualTo("out\nerr");
  }

  @Test
  void isTheProgramItselfNotAWrapper() throws IOException {
    ManagedProcess sleep = session.start(ProcessSpec.of("sleep", "sleep", "1000"));
    await("exec")
        .untilAsserted(
            () -> assertThat(Path.of("/proc/" + sleep.pid() + "/comm")).hasContent("sleep\n"));
  }

  @Test
  void writesItsLog() {
    Path log = temp.resolve("out.log");
    session.run(shell("echo hello").log(log), SOON);
    assertThat(log).hasContent("hello\n");
  }

  @Test
  void survivesALogThatCannotBeWritten() {
    ManagedProcess process =
        session.run(shell("head -c 1000000 /dev/zero; echo end").log(Path.of("/dev/full")), SOON);
    assertThat(process.exited()).contains(new ProcessExit(0));
  }

  @Test
  void givesItsPipesToTheCaller() throws IOException {
    ManagedProcess cat = session.start(ProcessSpec.of("cat", "cat").withPipes());
    cat.stdin().write("ping".getBytes(UTF_8));
    cat.stdin().close();
    assertThat(new String(cat.stdout().readAllBytes(), UTF_8)).isEqualTo("ping");
    assertThat(cat.waitFor(SOON)).contains(new ProcessExit(0));
  }

  @Test
  void endsOnSigterm() {
    ManagedProcess sleep = session.start(ProcessSpec.of("sleep", "sleep", "1000"));
    sleep.close();
    assertThat(sleep.exited().orElseThrow().describe()).isEqualTo("exit code 143 (SIGTERM)");
  }

  @Test
  void isKilledWithItsChildrenWhenItIgnoresSigterm() {
    ProcessSpec stubborn =
        shell("trap '' TERM; sleep 1000 & echo $!; wait").grace(Duration.ofMillis(100));
    ManagedProcess process = session.start(stubborn);
    await("child").until(() -> process.tail().matches("\\d+"));
    long child = Long.parseLong(process.tail());

    process.close();

    assertThat(process.exited().orElseThrow().describe()).isEqualTo("exit code 137 (SIGKILL)");
    await("end of the child").until(() -> ProcessId.of(child).isEmpty());
  }

  @Test
  void oneThatTakesTooLongIsKilledAndItsOutputShown() {
    assertThatThrownBy(
            () -> session.run(shell("echo busy; exec sleep 1000"), Duration.ofMillis(500)))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("did not end within 500 ms")
        .hasMessageContaining("busy");
    assertThat(session.running()).isEmpty();
  }

  @Test
  void aProgramThatIsNotThereSaysSo() {
    ManagedProcess process = session.run(ProcessSpec.of("nothing", "no-such-program"), SOON);
    assertThat(process.exited()).contains(new ProcessExit(127));
    assertThat(process.tail())
        .containsPattern("no-such-program: (not found|No such file or directory)");
  }

  @Test
  void runsWhereAndWithWhatItIsTold() {
    ManagedProcess process =
        session.run(shell("pwd; echo $COLOUR").in(temp).env("COLOUR", "green"), SOON);
    assertThat(process.tail()).isEqualTo(temp + "\ngreen");
  }

  private static ProcessSpec shell(String script) {
    return ProcessSpec.of("shell", "sh", "-c", script);
  }
}
