// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.artifact.SelftestBundle;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestException;
import dev.subflow.host.InfrastructureException;
import dev.subflow.host.UsageException;
import dev.subflow.lab.Lab;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.topology.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;

/**
 * Runs a suite of selftests on clones of one guest: each script, or each part of a long one, gets a
 * clone of its own, and several run at once. Used once, by one thread.
 */
public final class SelftestSuite {
  private static final int MEMORY_MIB = 512;
  // Their helpers wait for each other in busy loops.
  private static final int VCPUS = 2;
  private static final Duration SLICE = Duration.ofSeconds(90);

  private final LabEnvironment environment;
  private final SelftestBundle bundle;
  private final SuiteSettings settings;
  private final SuiteObserver observer;
  private final Topology topology;
  private final Map<String, SuiteResult> results = new LinkedHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * Prepares a run.
   *
   * @param environment of the kernel under test
   * @param bundle the selftests, built
   */
  public SelftestSuite(
      LabEnvironment environment,
      SelftestBundle bundle,
      SuiteSettings settings,
      SuiteObserver observer) {
    this.environment = environment;
    this.bundle = bundle;
    this.settings = settings;
    this.observer = observer;
    this.topology =
        Topology.builder("selftests")
            .host(
                "guest",
                h -> h.vcpus(VCPUS).memoryMib(MEMORY_MIB).attach(ScriptRun.MOUNT, bundle.image()))
            .build();
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
    List<SubtestResult> names = new ArrayList<>();
    List<Slice> slices = new ArrayList<>();
    for (String script : scripts) {
      slices.addAll(slices(script, choice, joins));
    }
    execute(slices);
    results().forEach(r -> names.add(r.decisive()));
    choice.requireKnown(names);
    rerun();
    return results().stream().filter(r -> choice.includes(r.decisive())).toList();
  }

  /** What came of it so far; may be asked for by any thread. */
  public List<SuiteResult> results() {
    lock.lock();
    try {
      return List.copyOf(results.values());
    } finally {
      lock.unlock();
    }
  }

  private List<Slice> slices(String script, SelftestChoice choice, List<String> joins) {
    if (!script.equals(JoinNames.SCRIPT) || joins.isEmpty()) {
      return List.of(Slice.whole(script, settings.expected(script, "")));
    }
    List<String> wanted = choice.subtests(script, joins);
    if (settings.shards() == 1) {
      return List.of(Slice.of(script, wanted, settings.expected(script, "")));
    }
    return Slicing.cut(script, wanted, name -> settings.expected(script, name), SLICE);
  }

  private List<String> names() {
    Path folder = folder("names");
    try (Lab lab = environment.start(topology, folder, result -> {})) {
      return JoinNames.list(lab.guests().get(0), ScriptRun.path(bundle.folder()));
    }
  }

  private void execute(List<Slice> slices) {
    List<Slice> longestFirst =
        slices.stream().sorted(Comparator.comparing(Slice::expected).reversed()).toList();
    ExecutorService threads = Executors.newFixedThreadPool(settings.shards());
    try {
      List<CompletableFuture<Void>> running =
          longestFirst.stream()
              .map(slice -> CompletableFuture.runAsync(() -> execute(slice), threads))
              .toList();
      for (CompletableFuture<Void> one : running) {
        one.join();
      }
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    } finally {
      threads.shutdownNow();
    }
  }

  private void execute(Slice slice) {
    Path folder = folder(slice.label());
    Instant started = Instant.now();
    observer.began(slice.script(), slice.subtests().size());
    ScriptRun.Ending ending = run(slice, folder);
    write(folder.resolve("output.log"), ending.output());
    Duration elapsed = Duration.between(started, Instant.now());
    keep(ending.results(), folder, started, elapsed);
    observer.ended(slice.script(), ending.results());
  }

  private ScriptRun.Ending run(Slice slice, Path folder) {
    try (Lab lab = environment.start(topology, folder, result -> note(folder, result))) {
      ScriptRun run = new ScriptRun(lab, slice, bundle.folder());
      return run.run(bundle.timeout(), title -> observer.subtest(slice.script(), title));
    } catch (GuestCrashedException e) {
      return neverRan(slice, ScriptEnd.Kind.CRASHED, e);
    } catch (GuestException | InfrastructureException e) {
      return neverRan(slice, ScriptEnd.Kind.LOST, e);
    }
  }

  /** The other clones go on. */
  private static ScriptRun.Ending neverRan(Slice slice, ScriptEnd.Kind kind, Exception cause) {
    ScriptEnd end = new ScriptEnd(kind, String.valueOf(cause.getMessage()));
    return new ScriptRun.Ending(
        Reconciler.reconcile(slice.script(), "", -1, end, slice.planned()), "");
  }

  private void keep(List<SubtestResult> some, Path folder, Instant started, Duration elapsed) {
    BiFunction<SuiteResult, SuiteResult, SuiteResult> append =
        (before, now) -> {
          List<SubtestResult> attempts = new ArrayList<>(before.attempts());
          attempts.addAll(now.attempts());
          return new SuiteResult(attempts, now.evidence(), now.started(), now.elapsed());
        };
    lock.lock();
    try {
      some.forEach(
          result ->
              results.merge(
                  result.id(), new SuiteResult(List.of(result), folder, started, elapsed), append));
    } finally {
      lock.unlock();
    }
  }

  /** What failed gets one more chance, alone; crashes do not. */
  private void rerun() {
    List<SubtestResult> failed =
        results().stream()
            .map(SuiteResult::decisive)
            .filter(r -> r.outcome() == SubtestOutcome.FAIL)
            .toList();
    if (!settings.reruns()) {
      return;
    }
    List<Slice> again = new ArrayList<>();
    for (SubtestResult result : failed) {
      Duration expected = result.time().orElse(Duration.ZERO);
      if (result.script().equals(JoinNames.SCRIPT)) {
        again.add(Slice.of(result.script(), List.of(result.name()), expected));
      } else if (again.stream().noneMatch(s -> s.script().equals(result.script()))) {
        again.add(Slice.whole(result.script(), settings.expected(result.script(), "")));
      }
    }
    again.forEach(slice -> executeAgain(slice, failed));
  }

  /**
   * Of a script that can only run whole, the results count of those that had failed, and whatever
   * crashes now.
   */
  private void executeAgain(Slice slice, List<SubtestResult> failed) {
    List<SuiteResult> before = results();
    execute(slice);
    lock.lock();
    try {
      for (SuiteResult result : before) {
        String id = result.decisive().id();
        boolean hadFailed = failed.stream().anyMatch(f -> f.id().equals(id));
        SuiteResult now = Objects.requireNonNull(results.get(id));
        if (!hadFailed && now.decisive().outcome() != SubtestOutcome.CRASH) {
          results.put(id, result);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private Path folder(String label) {
    String name = label.replaceAll("[^A-Za-z0-9._-]+", "_");
    try {
      Files.createDirectories(settings.evidence());
      for (int i = 1; ; i++) {
        Path folder = settings.evidence().resolve(i == 1 ? name : name + "-" + i);
        if (!Files.exists(folder)) {
          return Files.createDirectory(folder);
        }
      }
    } catch (FileAlreadyExistsException e) {
      return folder(label + "-");
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep evidence in " + settings.evidence(), e);
    }
  }

  private static void note(Path folder, CommandResult result) {
    write(folder.resolve("commands.log"), result.describe() + "\n\n");
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file, e);
    }
  }
}
