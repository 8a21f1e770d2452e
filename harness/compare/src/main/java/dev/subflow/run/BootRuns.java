// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.failure.Crash;
import dev.subflow.failure.CrashSummary;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.Splat;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.GuestNotBootedException;
import dev.subflow.junit.EvidenceLog;
import dev.subflow.lab.Lab;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.regress.TestRuns;
import dev.subflow.regress.Variant;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.TestEnd;
import dev.subflow.report.TestEvidence;
import dev.subflow.report.TestResult;
import dev.subflow.report.TestResultBuilder;
import dev.subflow.report.Verdict;
import dev.subflow.topology.OneHost;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Boots kernels: the test before all others. */
final class BootRuns implements TestRuns {
  /** The name of the test. */
  public static final String TEST = TestRuns.BOOT;

  private final Environments environments;
  private final RunDirectory directory;
  private final RunView view;
  private final Map<String, Integer> done = new HashMap<>();

  BootRuns(Environments environments, RunDirectory directory, RunView view) {
    this.environments = environments;
    this.directory = directory;
    this.view = view;
  }

  @Override
  public List<Observation> run(List<Job> jobs) {
    List<Observation> seen = new ArrayList<>();
    int most = jobs.stream().mapToInt(Job::times).max().orElse(0);
    for (int i = 1; i <= most; i++) {
      for (Job job : jobs) {
        if (job.times() >= i) {
          seen.add(new Observation(job.variant(), TEST, TEST, boot(job.variant())));
        }
      }
    }
    return seen;
  }

  /**
   * Verdict as on other tests, except that a kernel which had its chance and did not get ready
   * fails: a test of anything else would have nothing to say of it.
   */
  static Verdict verdict(RuntimeException thrown) {
    return thrown instanceof GuestNotBootedException ? Verdict.FAIL : TestEnd.of(thrown).verdict();
  }

  static String message(Verdict verdict, RuntimeException thrown) {
    return switch (verdict) {
      case FAIL -> "does not boot: " + thrown.getMessage();
      case CRASH -> String.valueOf(thrown.getMessage());
      default -> "could not be booted: " + thrown.getMessage();
    };
  }

  /** Crashes by a name that does not depend on the process they struck. */
  static List<CrashSummary> crashes(List<Splat> splats) {
    return Crash.of(splats).stream().map(c -> CrashSummary.of("host", c)).toList();
  }

  private TestResult boot(Variant variant) {
    int number = done.merge(variant.name(), 1, Integer::sum);
    view.status("booting " + variant.name());
    TestEvidence evidence =
        RunDirectory.at(directory.path().resolve(variant.name())).evidence(TEST);
    Instant started = Instant.now();
    Verdict verdict = Verdict.PASS;
    Optional<String> message = Optional.empty();
    List<CrashSummary> crashes = new ArrayList<>();
    LabEnvironment environment = environments.of(variant);
    // A restored guest would only show that it once booted.
    try (Lab lab =
        environment.start(
            new OneHost().topology(), evidence.directory(), new EvidenceLog(evidence), true)) {
      List<GuestException> silent = lab.readKernelLogs();
      lab.splats().values().forEach(all -> crashes.addAll(crashes(all)));
      Optional<Splat> splat = lab.splats().values().stream().flatMap(List::stream).findFirst();
      if (splat.isPresent()) {
        verdict = Verdict.CRASH;
        message = Optional.of(splat.get() + "\n" + String.join("\n", splat.get().lines()));
      } else {
        lab.requireGuests();
        if (!silent.isEmpty()) {
          throw silent.get(0);
        }
      }
    } catch (GuestException | InfrastructureException e) {
      verdict = verdict(e);
      crashes.addAll(crashes(e instanceof GuestException g ? g.splats() : List.of()));
      message = Optional.of(message(verdict, e));
    } finally {
      view.status("");
    }
    TestResultBuilder result =
        TestResult.builder(TEST, TEST + "#" + number, verdict)
            .scenario(TEST)
            .repetition(number)
            .time(started, Duration.between(started, Instant.now()))
            .accelerator(environment.acceleratorName())
            .crashes(crashes)
            .evidence(evidence);
    message.ifPresent(result::message);
    return result.build();
  }
}
