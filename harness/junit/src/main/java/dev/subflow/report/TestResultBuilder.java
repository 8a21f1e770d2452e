// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import dev.subflow.failure.CrashSummary;
import dev.subflow.ktap.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects what a {@link TestResult} holds; every call replaces what was said before. */
public final class TestResultBuilder {
  private final String className;
  private final String id;
  private final Verdict verdict;
  private String scenario;
  private String displayName;
  private List<String> tags = List.of();
  private List<String> rfcSections = List.of();
  private Optional<Outcome> outcome = Optional.empty();
  private Optional<String> message = Optional.empty();
  private Instant started = Instant.now();
  private Duration elapsed = Duration.ZERO;
  private Map<String, String> kernels = Map.of();
  private Map<String, String> pairing = Map.of();
  private Optional<Integer> repetition = Optional.empty();
  private Optional<Long> seed = Optional.empty();
  private Optional<String> accelerator = Optional.empty();
  private Optional<String> evidence = Optional.empty();
  private int attempts = 1;
  private List<String> keySsLines = List.of();
  private List<CrashSummary> crashes = List.of();
  private Optional<FailedAllocation> failedAllocation = Optional.empty();

  TestResultBuilder(String className, String id, Verdict verdict) {
    this.className = className;
    this.id = id;
    this.verdict = verdict;
    this.scenario = id;
    this.displayName = id;
  }

  /** The id without pairing and repetition; the id itself by default. */
  public TestResultBuilder scenario(String name) {
    this.scenario = name;
    return this;
  }

  public TestResultBuilder displayName(String name) {
    this.displayName = name;
    return this;
  }

  public TestResultBuilder tags(Collection<String> names) {
    this.tags = List.copyOf(names);
    return this;
  }

  public TestResultBuilder rfcSections(Collection<String> sections) {
    this.rfcSections = List.copyOf(sections);
    return this;
  }

  /** Outcome of the test, where it says more than the verdict. */
  public TestResultBuilder outcome(Outcome word) {
    this.outcome = Optional.of(word);
    return this;
  }

  public TestResultBuilder message(String text) {
    this.message = Optional.of(text);
    return this;
  }

  /** When it began and how long it took. */
  public TestResultBuilder time(Instant begin, Duration took) {
    this.started = begin;
    this.elapsed = took;
    return this;
  }

  /** Exact kernel version by guest. */
  public TestResultBuilder kernels(Map<String, String> versions) {
    this.kernels = new LinkedHashMap<>(versions);
    return this;
  }

  /** Kernel by host as it was asked for. */
  public TestResultBuilder pairing(Map<String, String> requested) {
    this.pairing = new LinkedHashMap<>(requested);
    return this;
  }

  public TestResultBuilder repetition(int number) {
    this.repetition = Optional.of(number);
    return this;
  }

  public TestResultBuilder seed(long value) {
    this.seed = Optional.of(value);
    return this;
  }

  public TestResultBuilder accelerator(String name) {
    this.accelerator = Optional.of(name);
    return this;
  }

  /** The folder of its evidence, as {@link RunDirectory#evidence} made it. */
  public TestResultBuilder evidence(TestEvidence folder) {
    this.evidence = Optional.of(String.valueOf(folder.directory().getFileName()));
    return this;
  }

  /** A folder of evidence below the run's. */
  public TestResultBuilder evidence(String folder) {
    this.evidence = Optional.of(folder);
    return this;
  }

  public TestResultBuilder attempts(int count) {
    this.attempts = count;
    return this;
  }

  public TestResultBuilder keySsLines(Collection<String> lines) {
    this.keySsLines = List.copyOf(lines);
    return this;
  }

  public TestResultBuilder crashes(Collection<CrashSummary> met) {
    this.crashes = List.copyOf(met);
    return this;
  }

  public TestResultBuilder failedAllocation(FailedAllocation failed) {
    this.failedAllocation = Optional.of(failed);
    return this;
  }

  public TestResult build() {
    return new TestResult(
        id,
        scenario,
        className,
        displayName,
        tags,
        rfcSections,
        verdict,
        outcome,
        message,
        started,
        elapsed,
        kernels,
        pairing,
        repetition,
        seed,
        accelerator,
        evidence,
        attempts,
        keySsLines,
        crashes,
        failedAllocation);
  }
}
