// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import dev.subflow.failure.Crash;
import dev.subflow.failure.CrashSummary;
import dev.subflow.failure.Splat;
import dev.subflow.report.TestResult;
import dev.subflow.report.TestResultBuilder;
import dev.subflow.report.Verdict;
import java.util.List;

/** Results to judge, written as letters: p passes, f fails, s is skipped, i is inconclusive. */
final class Runs {
  private Runs() {}

  static Tally of(String letters) {
    Tally tally = Tally.NONE;
    for (int i = 0; i < letters.length(); i++) {
      tally = tally.with(result(letters.charAt(i)));
    }
    return tally;
  }

  /** One result; w is a crash by a warning, x one by a use after free, l one by a lockup. */
  static TestResult result(char letter) {
    return switch (letter) {
      case 'p' -> of(Verdict.PASS, "");
      case 'f' -> of(Verdict.FAIL, "expected 1 but was 2");
      case 's' -> of(Verdict.SKIP, "the kernel is too old");
      case 'i' -> of(Verdict.INCONCLUSIVE, "QEMU was killed");
      case 'w' ->
          crash(
              Splat.Kind.WARNING,
              "WARNING: net/mptcp/pm.c:12 at mptcp_pm_work+0x1/0x2, CPU#0: kworker/0:1/17");
      case 'x' ->
          crash(Splat.Kind.KASAN, "BUG: KASAN: slab-use-after-free in mptcp_close+0x12/0x34");
      case 'l' ->
          crash(Splat.Kind.LOCKUP, "watchdog: BUG: soft lockup - CPU#0 stuck for 22s! [a:1]");
      default -> throw new IllegalArgumentException(String.valueOf(letter));
    };
  }

  private static TestResult of(Verdict verdict, String message) {
    TestResultBuilder result = TestResult.builder("x.Y", "Y.z", verdict);
    return (message.isEmpty() ? result : result.message(message)).build();
  }

  private static TestResult crash(Splat.Kind kind, String headline) {
    List<CrashSummary> crashes =
        Crash.of(List.of(new Splat(kind, headline, List.of("[    9.123456] " + headline)))).stream()
            .map(c -> CrashSummary.of("server", c))
            .toList();
    return TestResult.builder("x.Y", "Y.z", Verdict.CRASH)
        .message("guest \"server\": its kernel printed a splat\n" + headline)
        .crashes(crashes)
        .build();
  }
}
