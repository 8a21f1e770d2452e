// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Past of a test.
 *
 * @param test its name
 * @param runs that say something of a kernel: skipped and inconclusive ones do not
 * @param passed those that passed at once
 * @param failed those that failed, crashed or gave no result, also where another attempt passed
 * @param other those that were skipped or inconclusive
 * @param flakeRate the rate of those that failed
 * @param last when it ran last
 * @param failsSince the first failure after the last pass; absent where the last run passed
 * @param median time of the last passes, 20 at most; absent where none is known; in JSON seconds
 * @param trend how much longer the newer half of them takes, as a part of the older half's time:
 *     0.5 is half as long again; absent where there are fewer than six
 */
public record TestPast(
    String test,
    long runs,
    long passed,
    long failed,
    long other,
    FlakeRate flakeRate,
    Instant last,
    Optional<FailsSince> failsSince,
    @JsonProperty("medianSeconds") Optional<Duration> median,
    OptionalDouble trend) {
  public TestPast {
    Objects.requireNonNull(test, "test");
    Objects.requireNonNull(flakeRate, "flakeRate");
    Objects.requireNonNull(last, "last");
    Objects.requireNonNull(failsSince, "failsSince");
    Objects.requireNonNull(median, "median");
    Objects.requireNonNull(trend, "trend");
  }

  /**
   * What was different when a test began to fail.
   *
   * @param first the first failure
   * @param passed the last pass before it; absent where it never passed
   */
  public record FailsSince(Moment first, Optional<Moment> passed) {
    public FailsSince {
      Objects.requireNonNull(first, "first");
      Objects.requireNonNull(passed, "passed");
    }
  }

  /**
   * A result's circumstances.
   *
   * @param when it started
   * @param kernel version
   * @param build digest of the kernel; empty where it is not known
   * @param code revision of Subflow; empty where it is not known
   */
  public record Moment(Instant when, String kernel, String build, String code) {
    public Moment {
      Objects.requireNonNull(when, "when");
      Objects.requireNonNull(kernel, "kernel");
      Objects.requireNonNull(build, "build");
      Objects.requireNonNull(code, "code");
    }
  }
}
