// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.subflow.guest.Command;
import dev.subflow.guest.GuestLostException;
import dev.subflow.topology.OneHost;
import dev.subflow.vm.Vm;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A guest that others keep from running is not judged, whatever it failed at. */
@Timeout(120)
final class StarvedGuestIT {
  private static final int HOGS = 16;
  private static final Command BUSY = Command.shell("while :; do :; done");

  @TempDir Path evidence;

  @Test
  @SuppressWarnings("try") // busy has only to run
  void isLostAndSaysHowLittleItHad() throws IOException {
    AssertionError failure = new AssertionError("3 subflows, expected 2");
    List<Process> hogs = new ArrayList<>();
    try (LabEnvironment environment = TestLabs.open();
        Lab lab = environment.start(new OneHost().topology(), evidence, r -> {});
        var busy = lab.guest("host").start(BUSY)) {
      Vm guest = lab.guest("host");
      assertThat(busy.isRunning()).isTrue();
      assertThatCode(() -> lab.requireEnoughProcessorTime(failure)).doesNotThrowAnyException();

      onFirstProcessor(guest.pid());
      for (int i = 0; i < HOGS; i++) {
        hogs.add(hog());
      }
      await("the guest is starved")
          .atMost(Duration.ofSeconds(60))
          .until(() -> guest.starvation().isPresent());

      assertThatThrownBy(() -> lab.requireEnoughProcessorTime(failure))
          .isInstanceOf(GuestLostException.class)
          .hasMessageContaining("too busy to judge by")
          .hasCause(failure);
    } finally {
      hogs.forEach(Process::destroyForcibly);
    }
  }

  /** In a session of its own, or the kernel's autogroups would give all of them one share. */
  private static Process hog() throws IOException {
    return new ProcessBuilder("setsid", "taskset", "-c", "0", "sh", "-c", "while :; do :; done")
        .start();
  }

  private static void onFirstProcessor(long pid) throws IOException {
    Process taskset =
        new ProcessBuilder("taskset", "-acp", "0", Long.toString(pid))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(taskset.onExit().join().exitValue()).isZero();
  }
}
