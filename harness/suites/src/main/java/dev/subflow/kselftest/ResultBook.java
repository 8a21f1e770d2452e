// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Knowledge of each subtest, attempt after attempt. Thread-safe. */
final class ResultBook {
  private final Map<String, SuiteResult> results = new LinkedHashMap<>();

  /** Which attempts a clone made, and where its evidence is. */
  record Page(List<SubtestResult> attempts, Path evidence, Instant started, Duration elapsed) {
    Page {
      attempts = List.copyOf(attempts);
    }
  }

  /** Keeps those of the attempts that are wanted. */
  synchronized void add(Page page, Predicate<SubtestResult> wanted) {
    page.attempts().stream()
        .filter(wanted)
        .forEach(
            attempt ->
                results.merge(
                    attempt.id(),
                    new SuiteResult(
                        List.of(attempt), page.evidence(), page.started(), page.elapsed()),
                    ResultBook::append));
  }

  private static SuiteResult append(SuiteResult before, SuiteResult now) {
    List<SubtestResult> attempts = new ArrayList<>(before.attempts());
    attempts.addAll(now.attempts());
    return new SuiteResult(attempts, now.evidence(), now.started(), now.elapsed());
  }

  synchronized List<SuiteResult> results() {
    return List.copyOf(results.values());
  }
}
