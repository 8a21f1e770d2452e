// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.artifact.SelftestBundle;
import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.Splat;
import dev.subflow.host.CpuPressure;
import dev.subflow.host.InfrastructureException;
import dev.subflow.host.Shutdown;
import dev.subflow.lab.Lab;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.qemu.Accelerator;
import dev.subflow.report.TestEvidence;
import dev.subflow.topology.Topology;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs slices, each in a clone of its own, several at once. */
final class Clones {
  private static final Logger log = LoggerFactory.getLogger(Clones.class);
  private static final int MEMORY_MIB = 512;
  private static final int QEMU_MIB = 64;
  // Their helpers wait for each other in busy loops.
  private static final int VCPUS = 2;
  private static final String OUTPUT = "output.log";
  private static final int SLOWER_WHEN_EMULATED = 3;

  private final LabEnvironment environment;
  private final SelftestBundle bundle;
  private final SuiteSettings settings;
  private final SuiteObserver observer;
  private final Topology topology;
  private final ResultBook book = new ResultBook();
  private final Map<ScriptRun, Begun> running = new ConcurrentHashMap<>();

  /** Of a script that runs. */
  private record Begun(TestEvidence evidence, Instant at) {}

  Clones(
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

  /** Results so far, also of subtests of scripts that still run; for any thread. */
  List<SuiteResult> interrupted() {
    running.forEach(
        (run, begun) -> {
          begun.evidence().text(OUTPUT, run.output());
          Duration elapsed = Duration.between(begun.at(), Instant.now());
          book.add(
              new ResultBook.Page(
                  run.interrupted(), begun.evidence().directory(), begun.at(), elapsed),
              result -> true);
        });
    return results();
  }

  List<SuiteResult> results() {
    return book.results();
  }

  /** Memory that all clones want at once, QEMU's own included. */
  long memoryMib() {
    return (long) settings.shards() * (MEMORY_MIB + QEMU_MIB);
  }

  /** A clone for something else. */
  Lab another(String label) {
    TestEvidence evidence = settings.evidence().evidence(label);
    return environment.start(
        topology, evidence.directory(), r -> evidence.command(Instant.now().minus(r.elapsed()), r));
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
    TestEvidence evidence = settings.evidence().evidence(slice.label());
    Instant started = Instant.now();
    observer.began(slice.script(), slice.subtests().size());
    CpuPressure pressure = CpuPressure.start();
    List<SubtestResult> results =
        Deadlines.judge(inClone(slice, evidence, started), environment.accelerator(), pressure);
    if (Shutdown.isUnderWay()) {
      return;
    }
    Duration elapsed = Duration.between(started, Instant.now());
    book.add(new ResultBook.Page(results, evidence.directory(), started, elapsed), wanted);
    observer.ended(slice.script(), results, elapsed);
  }

  private List<SubtestResult> inClone(Slice slice, TestEvidence evidence, Instant started) {
    List<ScriptRun> runs = new ArrayList<>();
    try (Lab lab =
        environment.start(
            topology,
            evidence.directory(),
            r -> evidence.command(Instant.now().minus(r.elapsed()), r))) {
      ScriptRun run =
          new ScriptRun(
              lab, slice, bundle.folder(), title -> observer.subtest(slice.script(), title));
      runs.add(run);
      running.put(run, new Begun(evidence, started));
      List<SubtestResult> results = run.run(limit());
      keepDecoded(lab.splats(), evidence);
      if (results.stream().anyMatch(r -> r.outcome() == SubtestOutcome.FAIL)) {
        Optional<String> starvation = lab.guests().get(0).starvation();
        lab.askWhatHappened();
        return Deadlines.judge(results, starvation);
      }
      return results;
    } catch (GuestCrashedException e) {
      return neverRan(slice, ScriptEnd.crashed(String.valueOf(e.getMessage())));
    } catch (GuestException | InfrastructureException e) {
      // The other clones go on.
      return neverRan(slice, ScriptEnd.lost(String.valueOf(e.getMessage())));
    } finally {
      for (ScriptRun run : runs) {
        if (!Shutdown.isUnderWay()) {
          running.remove(run);
        }
        evidence.text(OUTPUT, run.output());
      }
    }
  }

  /** Results are not lost for it. */
  private void keepDecoded(Map<String, List<Splat>> splats, TestEvidence evidence) {
    try {
      environment.decode(topology, splats).ifPresent(text -> evidence.text("dmesg.decoded", text));
    } catch (InfrastructureException e) {
      log.warn("a trace is not decoded: {}", e.getMessage());
    }
  }

  private Duration limit() {
    return environment.accelerator() == Accelerator.TCG
        ? bundle.timeout().multipliedBy(SLOWER_WHEN_EMULATED)
        : bundle.timeout();
  }

  private static List<SubtestResult> neverRan(Slice slice, ScriptEnd end) {
    return new Reconciler(slice, "", end).results();
  }
}
