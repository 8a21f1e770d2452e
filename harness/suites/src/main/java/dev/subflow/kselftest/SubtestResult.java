// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The result of one subtest.
 *
 * @param script its script, such as {@code mptcp_join.sh}
 * @param name its name in the script, which stays the same however few of them run; the script's
 *     name for a script without subtests
 * @param outcome how it ended
 * @param time how long it took, where that is known
 * @param message why, unless it passed: the script's own words
 */
public record SubtestResult(
    String script, String name, SubtestOutcome outcome, Optional<Duration> time, String message) {
  public SubtestResult {
    Objects.requireNonNull(script, "script");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(message, "message");
  }

  /** {@code mptcp_join.sh:single subflow}: what it is run alone by. */
  public String id() {
    return script + ":" + name;
  }
}
