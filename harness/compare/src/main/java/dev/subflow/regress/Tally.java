// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All results of one test on one kernel.
 *
 * @param results in the order of their ends
 */
record Tally(List<TestResult> results) {
  static final Tally NONE = new Tally(List.of());

  Tally {
    results = List.copyOf(results);
  }

  Tally with(TestResult result) {
    List<TestResult> all = new ArrayList<>(results);
    all.add(result);
    return new Tally(all);
  }

  int passed() {
    return count(Verdict.PASS);
  }

  /** Runs that speak against the kernel. */
  int failed() {
    return count(Verdict.FAIL) + count(Verdict.CRASH) + count(Verdict.MISSING);
  }

  /** Runs that say anything of the kernel: neither skipped nor inconclusive. */
  int evidence() {
    return passed() + failed();
  }

  int skipped() {
    return count(Verdict.SKIP);
  }

  int attempts() {
    return results.size();
  }

  /** Number of times that each crash was seen, by its fingerprint. */
  Map<String, Integer> crashes() {
    Map<String, Integer> crashes = new LinkedHashMap<>();
    results.forEach(r -> Fingerprint.of(r).forEach(f -> crashes.merge(f, 1, Integer::sum)));
    return crashes;
  }

  /** Whether all that speaks against the kernel is that it does what none did before. */
  boolean onlyDoesMore() {
    return failed() > 0
        && results.stream()
            .filter(r -> Set.of(Verdict.FAIL, Verdict.CRASH, Verdict.MISSING).contains(r.verdict()))
            .allMatch(r -> r.tags().contains(TestResult.UNTIL_KERNEL_DOES));
  }

  /** The first result with a verdict, or the first one that did not pass. */
  Optional<TestResult> firstBad() {
    return results.stream()
        .filter(r -> r.verdict() != Verdict.PASS && r.verdict() != Verdict.SKIP)
        .filter(r -> r.verdict() != Verdict.INCONCLUSIVE || evidence() == 0)
        .findFirst();
  }

  /** Such as {@code 3 of 5 pass}. */
  String text() {
    if (results.isEmpty()) {
      return "none";
    }
    if (evidence() == 0) {
      return skipped() > 0 ? "skipped" : attempts() + " inconclusive";
    }
    int odd = attempts() - evidence();
    return passed() + " of " + evidence() + " pass" + (odd > 0 ? ", " + odd + " say nothing" : "");
  }

  private int count(Verdict verdict) {
    return (int) results.stream().filter(r -> r.verdict() == verdict).count();
  }
}
