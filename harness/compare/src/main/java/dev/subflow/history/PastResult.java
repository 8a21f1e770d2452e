// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Columns of a result that are worked out from what its run recorded. */
final class PastResult {
  private static final String SELFTEST = "kselftest:";

  /** As in {@code tcg of QEMU 10.0.7 from debian:trixie, 2 processors}. */
  private static final Pattern PROCESSORS = Pattern.compile(", (\\d{1,4}) processors?$");

  private PastResult() {}

  /** The name that runs of the same test share, in whichever command. */
  static String test(TestResult result) {
    return test(result.scenario());
  }

  /** The same of a name as comparisons have it. */
  static String test(String name) {
    return Words.kept(name.startsWith(SELFTEST) ? name.substring(SELFTEST.length()) : name);
  }

  /** Version of its kernel; of several, each once, in the order of its guests. */
  static String kernel(TestResult result) {
    return Words.kept(String.join(", ", new LinkedHashSet<>(result.kernels().values())));
  }

  /** Whether it speaks against the kernel; nothing where it says nothing of it. */
  static Optional<Boolean> failed(TestResult result) {
    return switch (result.verdict()) {
      case PASS -> Optional.of(result.attempts() > 1);
      case FAIL, CRASH, MISSING -> Optional.of(true);
      case SKIP, INCONCLUSIVE -> Optional.empty();
    };
  }

  /** What ran the guests, without their processors. */
  static String accelerator(TestResult result) {
    String text = result.accelerator().orElse("");
    return Words.kept(PROCESSORS.matcher(text).replaceFirst(""));
  }

  static OptionalInt cpus(TestResult result) {
    Matcher found = PROCESSORS.matcher(result.accelerator().orElse(""));
    return found.find() ? OptionalInt.of(Integer.parseInt(found.group(1))) : OptionalInt.empty();
  }

  /** Whether its splats are news: those that a test expects come with a pass. */
  static boolean hasNews(TestResult result) {
    return result.verdict() != Verdict.PASS;
  }
}
