// SPDX-License-Identifier: Apache-2.0
package dev.subflow.ktap;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A result line with what belongs to it.
 *
 * @param number the number it has, if any
 * @param name its description, without number, dash and directive; empty when it has none
 * @param outcome what it says; {@code FAIL} too where it says ok and one of its subtests failed
 * @param directive everything after {@code #}, as printed; empty when there is none
 * @param time how long it took, where it tells
 * @param diagnostics comment lines before it, of the same block
 * @param subtests the block that it sums up
 */
public record TestPoint(
    OptionalInt number,
    String name,
    Outcome outcome,
    String directive,
    Optional<Duration> time,
    List<String> diagnostics,
    List<TestPoint> subtests) {
  public TestPoint {
    Objects.requireNonNull(number, "number");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(directive, "directive");
    Objects.requireNonNull(time, "time");
    diagnostics = List.copyOf(diagnostics);
    subtests = List.copyOf(subtests);
  }
}
