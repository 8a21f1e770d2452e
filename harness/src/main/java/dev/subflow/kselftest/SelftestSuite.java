// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.artifact.SelftestBundle;
import dev.subflow.host.UsageException;
import dev.subflow.lab.Lab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs a suite of selftests on clones of one guest: each script, or each part of a long one, gets a
 * clone of its own, and several run at once. Used once, by one thread.
 */
public final class SelftestSuite {
  private static final Duration SLICE = Duration.ofSeconds(90);

  private final Selftests selftests;
  private final SelftestBundle bundle;
  private final SuiteSettings settings;
  private final Clones clones;

  SelftestSuite(Selftests selftests, SuiteSettings settings, SuiteObserver observer) {
    this.selftests = selftests;
    this.bundle = selftests.bundle();
    this.settings = settings;
    this.clones = new Clones(selftests.environment(), bundle, settings, observer);
  }

  /** Memory that its guests want, all together. */
  public long memoryMib() {
    return clones.memoryMib();
  }

  /**
   * Runs what was chosen and returns a result for each subtest, failed ones after another attempt.
   *
   * @throws UsageException for a script or a subtest that is not known
   */
  public List<SuiteResult> run(SelftestChoice choice) {
    List<String> scripts = choice.scripts(bundle.scripts());
    boolean cut = scripts.contains(JoinNames.SCRIPT) && settings.shards() > 1;
    List<String> joins = cut || choice.needsNames(JoinNames.SCRIPT) ? names() : List.of();
    List<Slice> slices = new ArrayList<>();
    for (String script : scripts) {
      slices.addAll(slices(script, choice, joins));
    }
    clones.run(slices);
    choice.requireKnown(clones.results().stream().map(SuiteResult::decisive).toList());
    if (settings.reruns()) {
      runFailedOnesAgain(choice);
    }
    remember(clones.results());
    return clones.results().stream().filter(r -> choice.includes(r.decisive())).toList();
  }

  /**
   * Ends a run in the middle: what came of it so far, also of scripts that still run. For another
   * thread, while the JVM ends.
   */
  public List<SuiteResult> interrupted() {
    List<SuiteResult> soFar = clones.interrupted();
    remember(soFar);
    return soFar;
  }

  private void remember(List<SuiteResult> results) {
    String kernel = selftests.environment().kernel().version();
    selftests.history().add(kernel, bundle.id(), results);
  }

  private List<Slice> slices(String script, SelftestChoice choice, List<String> joins) {
    if (!script.equals(JoinNames.SCRIPT) || joins.isEmpty()) {
      choice.requireKnown(script, settings.known(script));
      return List.of(whole(script));
    }
    List<String> wanted = choice.subtests(script, joins);
    if (settings.shards() == 1) {
      return List.of(Slice.of(script, wanted, expected(script, wanted)));
    }
    return Slicing.cut(script, wanted, name -> settings.expected(script, name), SLICE);
  }

  private Duration expected(String script, List<String> subtests) {
    return subtests.stream()
        .map(name -> settings.expected(script, name))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private Slice whole(String script) {
    return Slice.whole(script, settings.known(script), settings.expected(script, ""));
  }

  private List<String> names() {
    try (Lab lab = clones.another("names")) {
      return JoinNames.list(lab.guests().get(0), ScriptRun.path(bundle.folder()));
    }
  }

  /**
   * What failed gets one more chance, alone; crashes do not. Of a script that can only run whole,
   * the results count of those that had failed, and whatever crashes now.
   */
  private void runFailedOnesAgain(SelftestChoice choice) {
    List<SubtestResult> results = clones.results().stream().map(SuiteResult::decisive).toList();
    Map<Slice, List<String>> again = new LinkedHashMap<>();
    for (SubtestResult failed : results) {
      if (isWorthAnotherAttempt(failed) && choice.includes(failed)) {
        Slice slice = alone(failed, results);
        again.computeIfAbsent(slice, s -> new ArrayList<>()).add(failed.id());
      }
    }
    again.forEach(
        (slice, ids) ->
            clones.run(slice, r -> ids.contains(r.id()) || r.outcome() == SubtestOutcome.CRASH));
  }

  /** What runs a subtest with as little else as possible. */
  private Slice alone(SubtestResult failed, List<SubtestResult> results) {
    List<String> names =
        results.stream()
            .filter(r -> r.script().equals(failed.script()))
            .map(SubtestResult::name)
            .toList();
    List<String> one = List.of(Repeated.plain(failed.name(), names));
    return failed.script().equals(JoinNames.SCRIPT)
        ? Slice.of(failed.script(), one, expected(failed.script(), one))
        : whole(failed.script());
  }

  /** Also what may have failed for want of CPU: alone it has more. */
  private static boolean isWorthAnotherAttempt(SubtestResult result) {
    return result.outcome() == SubtestOutcome.FAIL || Deadlines.isExcused(result);
  }
}
