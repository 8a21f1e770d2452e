// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import dev.subflow.failure.CrashSummary;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.util.List;
import java.util.regex.Pattern;

/** Tells whether two crashes are the same. */
final class Fingerprint {
  private static final Pattern STARVED =
      Pattern.compile(
          "(?i)lockup|rcu.*(stall|detected)|hung_task|blocked for more than|out.of.memory");

  private Fingerprint() {}

  /** Fingerprints of a result; none unless it is a crash. */
  static List<String> of(TestResult result) {
    if (result.verdict() != Verdict.CRASH) {
      return List.of();
    }
    List<String> named =
        result.crashes().stream().map(CrashSummary::fingerprint).distinct().toList();
    return named.isEmpty() ? List.of(silent(result.message().orElse(""))) : named;
  }

  /** Of a kernel that said nothing there is only how the test ended, such as "it hung". */
  private static String silent(String message) {
    return message.lines().findFirst().orElse("").replaceAll("\\d+", "N").strip();
  }

  /** Whether a machine that gives the guest too little time or memory explains it as well. */
  static boolean mayBeTheMachine(String fingerprint) {
    return STARVED.matcher(fingerprint).find();
  }
}
