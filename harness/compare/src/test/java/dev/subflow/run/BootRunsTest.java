// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.failure.CrashSummary;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.Splat;
import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestCrashedException.How;
import dev.subflow.guest.GuestLostException;
import dev.subflow.guest.GuestNotBootedException;
import dev.subflow.report.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose fault it is when a kernel is not seen to boot. */
final class BootRunsTest {
  private final RuntimeException silent = new IllegalStateException("silence");

  private static String judged(RuntimeException thrown) {
    Verdict verdict = BootRuns.verdict(thrown);
    return verdict + " " + BootRuns.message(verdict, thrown);
  }

  @Test
  void aKernelThatHadItsChanceFails() {
    assertThat(
            judged(
                new GuestNotBootedException("host", "its agent did not answer", List.of(), silent)))
        .isEqualTo("FAIL does not boot: guest \"host\": its agent did not answer");
  }

  @Test
  void aKernelThatDiesCrashes() {
    assertThat(judged(new GuestCrashedException("host", How.DIED, "", List.of())))
        .isEqualTo("CRASH guest \"host\": its kernel died");
  }

  @Test
  void theSameCrashHasTheSameNameInAnyProcess() {
    assertThat(BootRuns.crashes(warning("swapper/0/0")))
        .extracting(CrashSummary::fingerprint)
        .isEqualTo(List.of("WARNING mptcp_init"));
    assertThat(BootRuns.crashes(warning("init/1")))
        .extracting(CrashSummary::fingerprint)
        .isEqualTo(List.of("WARNING mptcp_init"));
  }

  private static List<Splat> warning(String process) {
    String headline = "WARNING: net/mptcp/pm.c:1 at mptcp_init+0x1/0x2, CPU#0: " + process;
    return List.of(new Splat(Splat.Kind.WARNING, headline, List.of("[    0.123456] " + headline)));
  }

  @Test
  void aQemuThatWasKilledIsInconclusiveAndSaysSo() {
    assertThat(judged(new GuestLostException("host", "QEMU was killed from outside, 137")))
        .isEqualTo(
            "INCONCLUSIVE could not be booted: guest \"host\": QEMU was killed from outside, 137");
  }

  @Test
  void aMachineThatFailsIsInconclusive() {
    assertThat(judged(new InfrastructureException("QEMU did not start")))
        .isEqualTo("INCONCLUSIVE could not be booted: QEMU did not start");
  }
}
