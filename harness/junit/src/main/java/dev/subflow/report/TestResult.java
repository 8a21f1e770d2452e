// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.subflow.failure.CrashSummary;
import dev.subflow.ktap.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Result of one test, and all that is needed to judge and to repeat it.
 *
 * @param id stable name over runs: {@code <class>.<method>}, then {@code [2]} where a test has
 *     several invocations, {@code [client=K1,server=K2]} where it runs on pairings of kernels, and
 *     {@code #17} where it is repeated
 * @param scenario the id without pairing and repetition: what those have in common
 * @param className fully qualified name of the scenario's class
 * @param displayName name for readers
 * @param tags JUnit tags, in the order of declaration
 * @param rfcSections sections of RFC 8684 that it exercises
 * @param verdict how it ended
 * @param outcome how it ended in the word of its suite, where that says more than the verdict:
 *     {@code IGNORED} for a SKIP that is a failure which is known to come now and then
 * @param message why, unless it passed
 * @param started wall-clock time of its start
 * @param elapsed until its clean-up was done; in JSON seconds
 * @param kernels exact kernel version by guest
 * @param pairing kernel by host as it was asked for, where a test runs on pairings of kernels
 * @param repetition its number, from 1, where a test is repeated
 * @param seed of what is random in it
 * @param accelerator what ran the guests, such as {@code tcg}
 * @param evidence folder of its evidence, relative to the run's folder
 * @param attempts how often it ran; more than one is shown, never hidden
 * @param keySsLines the lines of {@code ss} that show what it is about
 * @param crashes what the kernels of its guests met, each once, also what it expected
 * @param failedAllocation allocation that was made to fail; then assertions did not count
 */
public record TestResult(
    String id,
    String scenario,
    String className,
    String displayName,
    List<String> tags,
    List<String> rfcSections,
    Verdict verdict,
    Optional<Outcome> outcome,
    Optional<String> message,
    Instant started,
    @JsonProperty("elapsedSeconds") @JsonFormat(shape = JsonFormat.Shape.NUMBER) Duration elapsed,
    Map<String, String> kernels,
    Map<String, String> pairing,
    Optional<Integer> repetition,
    Optional<Long> seed,
    Optional<String> accelerator,
    Optional<String> evidence,
    int attempts,
    List<String> keySsLines,
    List<CrashSummary> crashes,
    Optional<FailedAllocation> failedAllocation) {
  /** Tag of failures that mean no harm: a kernel does what none did when the test was written. */
  public static final String UNTIL_KERNEL_DOES = "until-kernel-does";

  public TestResult {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(scenario, "scenario");
    Objects.requireNonNull(className, "className");
    Objects.requireNonNull(displayName, "displayName");
    tags = List.copyOf(tags);
    rfcSections = List.copyOf(rfcSections);
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(started, "started");
    Objects.requireNonNull(elapsed, "elapsed");
    kernels = Collections.unmodifiableMap(new LinkedHashMap<>(kernels));
    pairing = Collections.unmodifiableMap(new LinkedHashMap<>(pairing));
    Objects.requireNonNull(repetition, "repetition");
    Objects.requireNonNull(seed, "seed");
    Objects.requireNonNull(accelerator, "accelerator");
    Objects.requireNonNull(evidence, "evidence");
    if (attempts < 1) {
      throw new IllegalArgumentException("a result of " + attempts + " attempts");
    }
    keySsLines = List.copyOf(keySsLines);
    // Runs that were recorded before there were any have none.
    crashes = Optional.ofNullable(crashes).map(List::copyOf).orElse(List.of());
    Objects.requireNonNull(failedAllocation, "failedAllocation");
  }

  /**
   * Starts the result of a test point; its outcome is named where it says more than the verdict.
   */
  public static TestResultBuilder builder(String className, String id, Outcome outcome) {
    Verdict verdict = Verdict.of(outcome);
    TestResultBuilder builder = builder(className, id, verdict);
    return outcome.name().equals(verdict.name()) ? builder : builder.outcome(outcome);
  }

  /** Starts a result with what every test has. */
  public static TestResultBuilder builder(String className, String id, Verdict verdict) {
    return new TestResultBuilder(className, id, verdict);
  }

  /**
   * Result of a run beside the one that takes it: its message begins with the words, its evidence
   * is seen from the other run's folder.
   *
   * @param words such as {@code on 2 processors}
   * @param folder of that run, relative to the folder of the one that takes it
   */
  public TestResult beside(String words, String folder) {
    return new TestResult(
        id,
        scenario,
        className,
        displayName,
        tags,
        rfcSections,
        verdict,
        outcome,
        message.map(m -> words + ": " + m),
        started,
        elapsed,
        kernels,
        pairing,
        repetition,
        seed,
        accelerator,
        evidence.map(e -> folder + "/" + e),
        attempts,
        keySsLines,
        crashes,
        failedAllocation);
  }

  /** Result of a repetition of the test, from 1. */
  public TestResult repeated(int number) {
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
        Optional.of(number),
        seed,
        accelerator,
        evidence,
        attempts,
        keySsLines,
        crashes,
        failedAllocation);
  }
}
