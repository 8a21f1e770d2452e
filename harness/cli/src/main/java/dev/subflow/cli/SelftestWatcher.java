// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.kselftest.SubtestResult;
import dev.subflow.kselftest.SuiteObserver;
import dev.subflow.ktap.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Tells what goes on in a run of selftests. */
record SelftestWatcher(Progress progress) implements SuiteObserver {
  @Override
  public void began(String script, int subtests) {
    progress.say(script + (subtests == 0 ? "" : ": " + subtests + " subtests"));
  }

  @Override
  public void subtest(String script, String title) {
    progress.status(script + ": " + title);
  }

  @Override
  public void ended(String script, List<SubtestResult> results, Duration elapsed) {
    Map<Outcome, Long> counts =
        results.stream()
            .collect(
                Collectors.groupingBy(SubtestResult::outcome, TreeMap::new, Collectors.counting()));
    progress.say(script + ": " + counts + " in " + Durations.text(elapsed));
    results.stream()
        .filter(r -> r.outcome().isBad() || r.outcome() == Outcome.CRASH)
        .forEach(r -> progress.say(r.outcome() + "  " + r.id()));
  }
}
