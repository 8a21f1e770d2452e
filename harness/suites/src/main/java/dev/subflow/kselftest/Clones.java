// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.failure.UsageException;
import dev.subflow.process.Shutdown;
import dev.subflow.report.TestEvidence;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs slices, several at once, and books what comes of them. */
final class Clones {
  private static final Logger log = LoggerFactory.getLogger(Clones.class);
  private static final String OUTPUT = "output.log";

  private final SuiteSettings settings;
  private final SuiteObserver observer;
  private final SliceRunner runner;
  private final ResultBook book = new ResultBook();
  private final Map<SliceRunner.Running, Begun> running = new ConcurrentHashMap<>();

  /** Of a script that runs. */
  private record Begun(TestEvidence evidence, Instant at, Predicate<SubtestResult> wanted) {}

  Clones(SuiteSettings settings, SuiteObserver observer, SliceRunner runner) {
    this.settings = settings;
    this.observer = observer;
    this.runner = runner;
  }

  /** Results so far, also of subtests of scripts that still run; for any thread. */
  List<SuiteResult> interrupted() {
    running.forEach(
        (script, begun) -> {
          keepOutput(script, begun.evidence());
          Duration elapsed = Duration.between(begun.at(), Instant.now());
          book.add(
              new ResultBook.Page(
                  script.interrupted(), begun.evidence().directory(), begun.at(), elapsed),
              begun.wanted());
        });
    return results();
  }

  List<SuiteResult> results() {
    return book.results();
  }

  /** Runs them, the longest first. */
  void run(List<Slice> slices) {
    List<Slice> longestFirst =
        slices.stream().sorted(Comparator.comparing(Slice::expected).reversed()).toList();
    ExecutorService threads = Executors.newFixedThreadPool(settings.shards());
    try {
      List<CompletableFuture<Void>> all =
          longestFirst.stream()
              .map(slice -> CompletableFuture.runAsync(() -> run(slice, r -> true), threads))
              .toList();
      for (CompletableFuture<Void> one : all) {
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

  /** Runs one now, and keeps those of its results that are wanted. */
  void run(Slice slice, Predicate<SubtestResult> wanted) {
    Instant started = Instant.now();
    observer.began(slice.script(), slice.subtests().size());
    Path folder = settings.evidence().path();
    List<SliceRunner.Running> scripts = new CopyOnWriteArrayList<>();
    List<SubtestResult> results;
    try {
      TestEvidence evidence = settings.evidence().evidence(slice.label());
      folder = evidence.directory();
      results = run(slice, evidence, scripts, new Begun(evidence, started, wanted));
    } catch (UsageException e) {
      throw e;
    } catch (RuntimeException e) {
      // The other clones go on, and what they find counts.
      log.warn("{} broke off", slice.label(), e);
      Printed output = scripts.isEmpty() ? Printed.all("") : scripts.get(0).printed();
      results = new Reconciler(slice, output, ScriptEnd.lost("the harness failed: " + e)).results();
    }
    if (Shutdown.isUnderWay()) {
      return;
    }
    Duration elapsed = Duration.between(started, Instant.now());
    book.add(new ResultBook.Page(results, folder, started, elapsed), wanted);
    observer.ended(slice.script(), results, elapsed);
  }

  private List<SubtestResult> run(
      Slice slice, TestEvidence evidence, List<SliceRunner.Running> scripts, Begun begun) {
    try {
      return runner.run(
          slice,
          evidence,
          script -> {
            scripts.add(script);
            running.put(script, begun);
          });
    } finally {
      for (SliceRunner.Running script : scripts) {
        if (!Shutdown.isUnderWay()) {
          running.remove(script);
        }
        keepOutput(script, evidence);
      }
    }
  }

  private static void keepOutput(SliceRunner.Running script, TestEvidence evidence) {
    try {
      evidence.text(OUTPUT, script.printed().text());
    } catch (UncheckedIOException e) {
      log.warn("{}", e.getMessage());
    }
  }
}
