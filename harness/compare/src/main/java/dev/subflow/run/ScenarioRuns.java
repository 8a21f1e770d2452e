// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.cache.Cache;
import dev.subflow.junit.Jobs;
import dev.subflow.junit.RunObserver;
import dev.subflow.junit.RunSettings;
import dev.subflow.junit.Seed;
import dev.subflow.lab.Lab;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.measure.Measure;
import dev.subflow.process.Shutdown;
import dev.subflow.regress.RecordedResults;
import dev.subflow.regress.TestRuns;
import dev.subflow.regress.Variant;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.RunReport;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import dev.subflow.topology.KernelPairing;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/**
 * Runs scenarios on several kernels, several at once, those of different kernels side by side. Each
 * kernel has a folder of results and evidence of its own.
 */
final class ScenarioRuns implements TestRuns, AutoCloseable {
  private final LauncherSession session = LauncherFactory.openSession();
  private final Environments environments;
  private int jobs;
  private final RunDirectory directory;
  private final RunView view;
  private final Map<String, Scenario> byName;
  private final Map<String, Integer> done = new HashMap<>();
  private final Seed seed;
  private final ResultsSoFar results;
  private final Map<String, BehaviourHistory> histories = new HashMap<>();

  /** Behaviour that was seen, by run and test, until somebody takes it. */
  private final Map<String, dev.subflow.observe.Observation> behaviours = new ConcurrentHashMap<>();

  /** Transfers that were measured, by run and test, until somebody takes them. */
  private final Map<String, List<Measure>> measures = new ConcurrentHashMap<>();

  /** One run of a scenario on a kernel. */
  private record Run(Variant variant, Scenario scenario, Attempt attempt) {}

  ScenarioRuns(
      Environments environments,
      int jobs,
      RunDirectory directory,
      RunView view,
      Collection<Scenario> scenarios,
      Seed seed) {
    this.environments = environments;
    this.jobs = jobs;
    this.directory = directory;
    this.view = view;
    this.seed = seed;
    this.byName = scenarios.stream().collect(Collectors.toMap(Scenario::name, s -> s));
    this.results = ResultsSoFar.of(session, new Working(view, behaviours, measures));
  }

  @Override
  public List<dev.subflow.observe.Observation> earlier(Variant variant, String key) {
    return isPaired(variant) ? List.of() : history(variant).before(key);
  }

  /** Of pairings no history is kept. */
  private static boolean isPaired(Variant variant) {
    return !variant.hosts().isEmpty();
  }

  private BehaviourHistory history(Variant variant) {
    return histories.computeIfAbsent(
        variant.name(),
        name -> {
          LabEnvironment environment = environments.of(variant);
          Kernel kernel = environment.kernel();
          return new BehaviourHistory(
              new Cache(settings(variant).lab().cache()),
              kernel.requested() + " " + kernel.version(),
              environment.fingerprint() + " " + OwnCode.digest());
        });
  }

  @Override
  public List<Observation> run(List<Job> wanted) {
    Queue<Run> waiting = new ConcurrentLinkedQueue<>(alternating(wanted));
    List<Run> all = List.copyOf(waiting);
    RunListener board = view.listener(OptionalInt.of(all.size()), true);
    Map<Run, RunWatcher> watchers = new LinkedHashMap<>();
    all.forEach(run -> watchers.put(run, new RunWatcher(run.attempt(), board)));
    ExecutorService threads = Executors.newFixedThreadPool(jobs);
    try {
      List<CompletableFuture<Void>> workers = new ArrayList<>();
      for (int i = 0; i < jobs; i++) {
        workers.add(CompletableFuture.runAsync(() -> work(waiting, watchers, board), threads));
      }
      workers.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    } finally {
      threads.shutdown();
      board.over();
    }
    List<Observation> seen = new ArrayList<>();
    watchers.forEach((run, watcher) -> seen.addAll(seen(run, watcher)));
    if (seen.stream().anyMatch(s -> s.result().verdict() == Verdict.INCONCLUSIVE)) {
      // Most likely because guests wait for a processor.
      jobs = Math.max(1, jobs / 2);
    }
    return seen;
  }

  /** The first run of each job, then the second of each. */
  private List<Run> alternating(List<Job> wanted) {
    List<Run> runs = new ArrayList<>();
    int most = wanted.stream().mapToInt(Job::times).max().orElse(0);
    for (int i = 1; i <= most; i++) {
      for (Job job : wanted) {
        if (job.times() >= i) {
          int number = done.merge(job.variant().name() + "\0" + job.test(), 1, Integer::sum);
          Scenario scenario = byName.get(job.test());
          if (scenario == null) {
            throw new IllegalArgumentException(job.test() + " is not among the scenarios");
          }
          // The same number has the same seed on every kernel.
          Attempt attempt =
              new Attempt(
                  List.of(scenario),
                  Optional.of(job.variant().hosts())
                      .filter(hosts -> !hosts.isEmpty())
                      .map(KernelPairing::new),
                  Optional.of(number),
                  seed.ofRepetition(number));
          runs.add(new Run(job.variant(), scenario, attempt));
        }
      }
    }
    return runs;
  }

  private void work(Queue<Run> waiting, Map<Run, RunWatcher> watchers, RunListener board) {
    for (Run run = waiting.poll(); run != null && !Shutdown.isUnderWay(); run = waiting.poll()) {
      session
          .getLauncher()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(DiscoverySelectors.selectMethod(run.scenario().method()))
                  .configurationParameters(run.attempt().of(settings(run.variant())).parameters())
                  .configurationParameters(Jobs.parameters(1))
                  .build(),
              Objects.requireNonNull(watchers.get(run)));
      board.attempted();
    }
  }

  private RunSettings settings(Variant variant) {
    // Kernels are compared with each other, not with what was approved for one of them.
    return environments
        .settings(variant)
        .into(folder(variant).path())
        .requiring("guests")
        .withoutApproved();
  }

  /** Tells what goes on, and keeps no guests: many tests run at once. */
  private record Working(
      RunView view,
      Map<String, dev.subflow.observe.Observation> behaviours,
      Map<String, List<Measure>> measures)
      implements RunObserver {
    @Override
    public void observed(Path run, String test, dev.subflow.observe.Observation behaviour) {
      behaviours.put(place(run, test), behaviour);
    }

    @Override
    public void measured(Path run, String test, List<Measure> ofTest) {
      measures.put(place(run, test), ofTest);
    }

    @Override
    public void working(String what) {
      view.working(what);
    }

    @Override
    public void recorded(Path run, TestResult result) {}

    @Override
    public void keep(Lab lab, String test, String failure, Path evidence) {}
  }

  private static String place(Path run, String test) {
    return run + "\0" + test;
  }

  private RunDirectory folder(Variant variant) {
    return RunDirectory.at(directory.path().resolve(variant.name()));
  }

  private List<Observation> seen(Run run, RunWatcher watcher) {
    RunDirectory folder = folder(run.variant());
    int number = run.attempt().repetition().orElse(1);
    List<TestResult> ofRun =
        new ArrayList<>(
            results.in(folder).stream()
                .filter(r -> r.repetition().filter(n -> n == number).isPresent())
                .filter(r -> isOf(run.scenario(), r))
                .toList());
    // What an interruption kept from its end is not a result.
    List<TestResult> unrecorded =
        Shutdown.isUnderWay() ? List.of() : watcher.unrecorded(Map.of(number, ofRun));
    if (!unrecorded.isEmpty()) {
      try (RunReport report = RunReport.open(folder)) {
        unrecorded.forEach(report::add);
      }
      ofRun.addAll(unrecorded);
    }
    return ofRun.stream().map(r -> seen(run, r)).toList();
  }

  private Observation seen(Run run, TestResult result) {
    // Pairings have results of the same tests.
    String key = isPaired(run.variant()) ? result.scenario() : RecordedResults.key(result);
    String place = place(folder(run.variant()).path(), result.id());
    Optional<dev.subflow.observe.Observation> behaviour =
        Optional.ofNullable(behaviours.remove(place));
    List<Measure> measured = Optional.ofNullable(measures.remove(place)).orElse(List.of());
    if (result.verdict() == Verdict.PASS && !isPaired(run.variant())) {
      behaviour.ifPresent(b -> history(run.variant()).add(key, b));
    }
    return new Observation(run.variant(), run.scenario().name(), key, result, behaviour, measured);
  }

  private static boolean isOf(Scenario scenario, TestResult result) {
    return result.scenario().equals(scenario.name())
        || result.scenario().startsWith(scenario.name() + "[");
  }

  @Override
  public void close() {
    session.close();
  }
}
