// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How one test ended, and all that is needed to judge and to repeat it.
 *
 * @param id stable name over runs: {@code <class>.<method>} with a suffix where a test has several
 *     invocations
 * @param className fully qualified name of the scenario's class
 * @param displayName name for readers
 * @param tags JUnit tags, in the order of declaration
 * @param rfcSections sections of RFC 8684 that it exercises
 * @param verdict how it ended
 * @param message why, unless it passed
 * @param started wall-clock time of its start
 * @param elapsed until its clean-up was done; in JSON seconds
 * @param kernels exact kernel version by guest
 * @param accelerator what ran the guests, such as {@code tcg}
 * @param evidence folder of its evidence, relative to the run's folder
 * @param attempts how often it ran; more than one is shown, never hidden
 * @param keySsLines the lines of {@code ss} that show what it is about
 */
public record TestResult(
    String id,
    String className,
    String displayName,
    List<String> tags,
    List<String> rfcSections,
    Verdict verdict,
    Optional<String> message,
    Instant started,
    @JsonProperty("elapsedSeconds") @JsonFormat(shape = JsonFormat.Shape.NUMBER) Duration elapsed,
    Map<String, String> kernels,
    Optional<String> accelerator,
    Optional<String> evidence,
    int attempts,
    List<String> keySsLines) {
  public TestResult {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(className, "className");
    Objects.requireNonNull(displayName, "displayName");
    tags = List.copyOf(tags);
    rfcSections = List.copyOf(rfcSections);
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(started, "started");
    Objects.requireNonNull(elapsed, "elapsed");
    kernels = Collections.unmodifiableMap(new LinkedHashMap<>(kernels));
    Objects.requireNonNull(accelerator, "accelerator");
    Objects.requireNonNull(evidence, "evidence");
    if (attempts < 1) {
      throw new IllegalArgumentException("a result of " + attempts + " attempts");
    }
    keySsLines = List.copyOf(keySsLines);
  }

  /** Starts a result with what every test has. */
  public static TestResultBuilder builder(String className, String id, Verdict verdict) {
    return new TestResultBuilder(className, id, verdict);
  }
}
