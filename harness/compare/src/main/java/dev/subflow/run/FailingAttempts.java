// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.failure.UsageException;
import dev.subflow.junit.FailNth;
import dev.subflow.junit.Seed;
import dev.subflow.report.FailedAllocation;
import dev.subflow.report.TestResult;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Attempts of which each has another allocation fail: of each scenario on each of its hosts the
 * first, then the second, until the scenario makes no more. Several may be under way, so a few
 * beyond the last one are tried. Thread-safe.
 */
final class FailingAttempts {
  /** A kernel that dies of every one has been shown to be broken. */
  private static final int MOST_TROUBLES = 20;

  private final FailNthRange range;
  private final Seed seed;
  private final Deque<Series> open = new ArrayDeque<>();
  private final Map<Scenario, Integer> attempts = new HashMap<>();

  /** Allocations of one scenario on one host. */
  private static final class Series {
    private final Scenario scenario;
    private final String host;
    private int next;
    private int troubles;
    private boolean over;

    private Series(Scenario scenario, String host, int next) {
      this.scenario = scenario;
      this.host = host;
      this.next = next;
    }
  }

  /**
   * Attempts at scenarios.
   *
   * @param seed the same in all of them, so that nothing else differs
   * @throws UsageException for a host that a scenario does not have
   */
  FailingAttempts(List<Scenario> scenarios, FailNthRange range, Seed seed) {
    this.range = range;
    this.seed = seed;
    for (Scenario scenario : scenarios) {
      hosts(scenario, range).forEach(h -> open.add(new Series(scenario, h, range.from())));
    }
  }

  /**
   * Hosts of a scenario that are meant.
   *
   * @throws UsageException when the one that is named is not among them
   */
  static List<String> hosts(Scenario scenario, FailNthRange range) {
    List<String> all =
        ReflectionSupport.newInstance(scenario.source()).topology().hosts().stream()
            .map(host -> host.name())
            .toList();
    if (range.host().isEmpty()) {
      return all;
    }
    String named = range.host().get();
    if (!all.contains(named)) {
      throw new UsageException(
          "--fail-nth: "
              + scenario.name()
              + " has no host "
              + named
              + "; it has "
              + String.join(", ", all));
    }
    return List.of(named);
  }

  /** The next attempt; empty when every series is over. */
  synchronized Optional<Attempt> next() {
    for (int i = open.size(); i > 0; i--) {
      Series series = open.remove();
      if (series.over || !range.holds(series.next)) {
        continue;
      }
      open.add(series);
      FailNth which = new FailNth(series.host, series.next++);
      int number = attempts.merge(series.scenario, 1, Integer::sum);
      Attempt attempt =
          new Attempt(
              List.of(series.scenario),
              Optional.empty(),
              Optional.of(number),
              seed,
              Optional.of(which));
      return Optional.of(attempt);
    }
    return Optional.empty();
  }

  /**
   * Takes note of how one ended.
   *
   * @param results those of the attempt; none where no test was run
   */
  synchronized void ended(Attempt attempt, List<TestResult> results) {
    Scenario scenario = attempt.scenarios().get(0);
    FailNth which = attempt.failNth().orElseThrow();
    open.stream()
        .filter(s -> s.scenario.equals(scenario) && s.host.equals(which.host()))
        .forEach(series -> note(series, results));
  }

  private static void note(Series series, List<TestResult> results) {
    boolean reached =
        results.stream()
            .flatMap(r -> r.failedAllocation().stream())
            .anyMatch(FailedAllocation::reached);
    if (results.stream().anyMatch(r -> r.verdict().exitCode() != 0)) {
      series.troubles++;
    }
    series.over |= !reached || series.troubles >= MOST_TROUBLES;
  }
}
