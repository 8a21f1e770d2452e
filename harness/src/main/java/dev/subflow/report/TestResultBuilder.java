// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

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
  private String displayName;
  private List<String> tags = List.of();
  private List<String> rfcSections = List.of();
  private Optional<String> message = Optional.empty();
  private Instant started = Instant.now();
  private Duration elapsed = Duration.ZERO;
  private Map<String, String> kernels = Map.of();
  private Optional<String> accelerator = Optional.empty();
  private Optional<String> evidence = Optional.empty();
  private int attempts = 1;
  private List<String> keySsLines = List.of();

  TestResultBuilder(String className, String id, Verdict verdict) {
    this.className = className;
    this.id = id;
    this.verdict = verdict;
    this.displayName = id;
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

  public TestResultBuilder accelerator(String name) {
    this.accelerator = Optional.of(name);
    return this;
  }

  /** The folder of its evidence, as {@link RunDirectory#evidence} made it. */
  public TestResultBuilder evidence(TestEvidence folder) {
    this.evidence = Optional.of(String.valueOf(folder.directory().getFileName()));
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

  public TestResult build() {
    return new TestResult(
        id,
        className,
        displayName,
        tags,
        rfcSections,
        verdict,
        message,
        started,
        elapsed,
        kernels,
        accelerator,
        evidence,
        attempts,
        keySsLines);
  }
}
