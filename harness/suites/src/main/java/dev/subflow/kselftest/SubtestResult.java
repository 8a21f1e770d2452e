// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.failure.Splat;
import dev.subflow.ktap.Outcome;
import java.time.Duration;
import java.util.List;
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
 * @param splats what the kernel printed while it ran that no healthy kernel prints, in order
 * @param starved whether its guest had too little processor time, so that it says nothing of the
 *     kernel
 */
public record SubtestResult(
    String script,
    String name,
    Outcome outcome,
    Optional<Duration> time,
    String message,
    List<Splat> splats,
    boolean starved) {
  public SubtestResult {
    Objects.requireNonNull(script, "script");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(message, "message");
    splats = List.copyOf(splats);
  }

  /** The result of a subtest whose guest had the time that it needed. */
  public SubtestResult(
      String script,
      String name,
      Outcome outcome,
      Optional<Duration> time,
      String message,
      List<Splat> splats) {
    this(script, name, outcome, time, message, splats, false);
  }

  /** The result of a subtest during which the kernel had nothing to say. */
  public SubtestResult(
      String script, String name, Outcome outcome, Optional<Duration> time, String message) {
    this(script, name, outcome, time, message, List.of());
  }

  /** Result under another name. */
  SubtestResult named(String other) {
    return new SubtestResult(script, other, outcome, time, message, splats, starved);
  }

  /** Result with another outcome and message. */
  SubtestResult judged(Outcome other, String why) {
    return new SubtestResult(script, name, other, time, why, splats, starved);
  }

  /** Result in a guest that had too little processor time. */
  SubtestResult ofStarved() {
    return new SubtestResult(script, name, outcome, time, message, splats, true);
  }

  /** {@code mptcp_join.sh:single subflow}: what it is run alone by. */
  public String id() {
    return script + ":" + name;
  }
}
