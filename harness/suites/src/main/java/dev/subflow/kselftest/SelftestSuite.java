// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.artifact.SelftestBundle;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.guest.GuestException;
import dev.subflow.ktap.Outcome;
import dev.subflow.lab.Lab;
import dev.subflow.report.RunDirectory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a suite of selftests on clones of one guest: each script, or each part of a long one, gets a
 * clone of its own, and several run at once. Used once, by one thread.
 */
public final class SelftestSuite {
  private static final Logger log = LoggerFactory.getLogger(SelftestSuite.class);
  private final List<String> scripts;
  private final SuiteSettings settings;
  private final Clones clones;
  private final Supplier<List<String>> joins;
  private final Consumer<List<SuiteResult>> memory;

  SelftestSuite(Selftests selftests, SuiteSettings settings, SuiteObserver observer) {
    SelftestBundle bundle = selftests.bundle();
    GuestSlices guests = new GuestSlices(selftests, observer);
    this.scripts = bundle.scripts();
    this.settings = settings;
    this.clones = new Clones(settings, observer, guests);
    this.joins = () -> names(guests, settings.evidence(), bundle.folder());
    this.memory =
        results ->
            selftests
                .history()
                .add(selftests.environment().kernel().version(), selftests.id(), results);
  }

  /**
   * One of anything that runs slices.
   *
   * @param joins lists the subtests of {@code mptcp_join.sh}
   * @param memory keeps what came of a run
   */
  SelftestSuite(
      List<String> scripts,
      SuiteSettings settings,
      Clones clones,
      Supplier<List<String>> joins,
      Consumer<List<SuiteResult>> memory) {
    this.scripts = List.copyOf(scripts);
    this.settings = settings;
    this.clones = clones;
    this.joins = joins;
    this.memory = memory;
  }

  /** Memory that its guests want, all together. */
  public long memoryMib() {
    return (long) settings.shards() * GuestSlices.MEMORY_MIB;
  }

  /**
   * Runs what was chosen and returns a result for each subtest, failed ones after another attempt.
   *
   * @throws UsageException for a script or a subtest that is not known
   */
  public List<SuiteResult> run(SelftestChoice choice) {
    List<String> chosen = choice.scripts(scripts);
    boolean cut = chosen.contains(JoinNames.SCRIPT) && settings.shards() > 1;
    List<String> names = cut || choice.needsNames(JoinNames.SCRIPT) ? joins.get() : List.of();
    List<Slice> slices = new ArrayList<>();
    for (String script : chosen) {
      slices.addAll(slices(script, choice, names));
    }
    clones.run(slices);
    try {
      choice.requireKnown(clones.results().stream().map(SuiteResult::decisive).toList());
    } catch (UsageException e) {
      // What ran is worth keeping, whatever else was asked for.
      memory.accept(clones.results());
      throw e;
    }
    if (settings.reruns()) {
      runFailedOnesAgain(choice);
    }
    memory.accept(clones.results());
    return clones.results().stream().filter(r -> choice.includes(r.decisive())).toList();
  }

  /**
   * Ends a run in the middle: what came of it so far, also of scripts that still run. For another
   * thread, while the JVM ends.
   */
  public List<SuiteResult> interrupted() {
    List<SuiteResult> soFar = clones.interrupted();
    memory.accept(soFar);
    return soFar;
  }

  private List<Slice> slices(String script, SelftestChoice choice, List<String> names) {
    if (script.equals(JoinNames.SCRIPT) && names.isEmpty() && choice.needsNames(script)) {
      List<String> named = choice.named(script);
      return List.of(Slice.of(script, named, expected(script, named)));
    }
    if (!script.equals(JoinNames.SCRIPT) || names.isEmpty()) {
      choice.requireKnown(script, settings.known(script));
      return List.of(whole(script, settings.known(script)));
    }
    List<String> wanted = choice.subtests(script, names);
    if (settings.shards() == 1) {
      return List.of(Slice.of(script, wanted, expected(script, wanted)));
    }
    return Slicing.cut(script, wanted, name -> settings.expected(script, name), settings.shards());
  }

  private Duration expected(String script, List<String> subtests) {
    return subtests.stream()
        .map(name -> settings.expected(script, name))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private Slice whole(String script, List<String> known) {
    return Slice.whole(script, known, settings.expected(script, ""));
  }

  /** None where they can't be had: then the script runs whole, or what was named is given to it. */
  private static List<String> names(GuestSlices guests, RunDirectory evidence, String folder) {
    try (Lab lab = guests.start(evidence.evidence("names"))) {
      return JoinNames.list(lab.guests().get(0), ScriptRun.path(folder));
    } catch (GuestException | InfrastructureException e) {
      log.warn("the subtests of {} can't be listed", JoinNames.SCRIPT, e);
      return List.of();
    }
  }

  /**
   * Runs failures once more, alone; crashes not. Of a script that can only run whole, the results
   * count of those that had failed, and whatever crashes now.
   */
  private void runFailedOnesAgain(SelftestChoice choice) {
    List<SuiteResult> results = clones.results();
    Map<String, List<SubtestResult>> failed =
        results.stream()
            .map(SuiteResult::decisive)
            .filter(r -> isWorthAnotherAttempt(r) && choice.includes(r))
            .collect(
                Collectors.groupingBy(
                    SubtestResult::script, LinkedHashMap::new, Collectors.toList()));
    failed.forEach(
        (script, some) -> {
          List<SubtestResult> attempts =
              results.stream()
                  .flatMap(r -> r.attempts().stream())
                  .filter(a -> a.script().equals(script))
                  .toList();
          alone(script, some, attempts).forEach(this::runAgain);
        });
  }

  private void runAgain(Slice slice, Set<String> ids) {
    clones.run(slice, r -> ids.contains(r.id()) || r.outcome() == Outcome.CRASH);
  }

  /** Slices that run subtests of one script with as little else as possible, and their names. */
  private Map<Slice, Set<String>> alone(
      String script, List<SubtestResult> failed, List<SubtestResult> attempts) {
    Map<Slice, Set<String>> slices = new LinkedHashMap<>();
    if (script.equals(JoinNames.SCRIPT)) {
      Set<String> names = attempts.stream().map(SubtestResult::name).collect(Collectors.toSet());
      for (SubtestResult one : failed) {
        List<String> name = List.of(Repeated.plain(one.name(), names));
        slices
            .computeIfAbsent(Slice.of(script, name, expected(script, name)), s -> new HashSet<>())
            .add(one.id());
      }
      return slices;
    }
    Set<String> known = new LinkedHashSet<>(settings.known(script));
    // Those with a time come from a block of results, as those of the history do.
    attempts.stream()
        .filter(a -> a.time().isPresent() && !a.name().equals(script))
        .forEach(a -> known.add(a.name()));
    Set<String> ids = failed.stream().map(SubtestResult::id).collect(Collectors.toSet());
    slices.put(whole(script, List.copyOf(known)), ids);
    return slices;
  }

  /** Also what may have failed for want of CPU: alone it has more. */
  private static boolean isWorthAnotherAttempt(SubtestResult result) {
    return result.outcome().isBad() || Deadlines.isExcused(result);
  }
}
