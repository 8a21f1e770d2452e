// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestCrashedException.How;
import dev.subflow.guest.GuestLostException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

final class VerdictsTest {
  private final GuestCrashedException crash =
      new GuestCrashedException("client", How.DIED, "", List.of());
  private final GuestLostException lost = new GuestLostException("client", "QEMU died");

  @Test
  void whatWasThrownTellsWhoseFaultItWas() {
    assertThat(Verdicts.of(new AssertionError("no second subflow"))).isEqualTo(Verdict.FAIL);
    assertThat(Verdicts.of(crash)).isEqualTo(Verdict.CRASH);
    assertThat(Verdicts.of(new TestAbortedException("no KVM"))).isEqualTo(Verdict.SKIP);
    assertThat(Verdicts.of(lost)).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(Verdicts.of(new IOException("disk full"))).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(Verdicts.of(new OutOfMemoryError())).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void aConditionThatNeverHeldFails() {
    Throwable timeout =
        Assertions.assertThrows(
            Throwable.class,
            () -> await("second subflow").atMost(Duration.ofMillis(150)).until(() -> false));

    assertThat(Verdicts.of(timeout)).isEqualTo(Verdict.FAIL);
  }

  @Test
  void aConditionThatCanNoLongerHoldFails() {
    Throwable ended =
        Assertions.assertThrows(
            Throwable.class,
            () -> await("listens").failFast("the server ended", () -> true).until(() -> false));

    assertThat(Verdicts.of(ended)).isEqualTo(Verdict.FAIL);
  }

  @Test
  void aCrashWinsWhereverItIsFound() {
    AssertionError echo = new AssertionError("no answer");
    echo.addSuppressed(new IOException("clean-up", crash));

    assertThat(Verdicts.of(echo)).isEqualTo(Verdict.CRASH);
    assertThat(Verdicts.of(new AssertionError("no answer", crash))).isEqualTo(Verdict.CRASH);
  }

  @Test
  void aLostMachineExcusesOnlyWhatItCaused() {
    AssertionError cleanUpFailedToo = new AssertionError("no second subflow");
    cleanUpFailedToo.addSuppressed(lost);

    assertThat(Verdicts.of(new AssertionError("no answer", lost))).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(Verdicts.of(cleanUpFailedToo)).isEqualTo(Verdict.FAIL);
  }

  @Test
  void wrappersOfThreadsHideNothing() {
    AssertionError failure = new AssertionError("no second subflow");

    assertThat(Verdicts.of(new ExecutionException(new CompletionException(failure))))
        .isEqualTo(Verdict.FAIL);
    assertThat(Verdicts.of(new IllegalStateException(failure))).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void aCycleOfCausesEnds() {
    IOException one = new IOException("one");
    IOException two = new IOException("two", one);
    one.initCause(two);

    assertThat(Verdicts.of(one)).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(Verdicts.message(one)).contains("one").contains("two");
  }

  @Test
  void aMessageCarriesCausesOnceAndCleanUpToo() {
    IOException cause = new IOException("No space left on device");
    IllegalStateException thrown = new IllegalStateException("cannot boot", cause);
    thrown.addSuppressed(new AssertionError("a process was left"));

    assertThat(Verdicts.message(thrown))
        .isEqualTo(
            """
            IllegalStateException: cannot boot
            caused by: IOException: No space left on device
            also: a process was left""");
    assertThat(
            Verdicts.message(
                new IllegalStateException("boot: disk full", new IOException("disk full"))))
        .isEqualTo("IllegalStateException: boot: disk full");
    assertThat(Verdicts.message(crash)).isEqualTo(crash.getMessage());
  }

  @Test
  void exitCodesNameTheWorst() {
    assertThat(Verdict.exitCode(List.of())).isZero();
    assertThat(Verdict.exitCode(List.of(Verdict.PASS, Verdict.SKIP))).isZero();
    assertThat(Verdict.exitCode(List.of(Verdict.PASS, Verdict.INCONCLUSIVE))).isEqualTo(3);
    assertThat(Verdict.exitCode(List.of(Verdict.INCONCLUSIVE, Verdict.FAIL))).isEqualTo(1);
    assertThat(Verdict.exitCode(List.of(Verdict.CRASH))).isEqualTo(1);
    assertThat(Verdict.exitCode(List.of(Verdict.MISSING))).isEqualTo(1);
  }
}
