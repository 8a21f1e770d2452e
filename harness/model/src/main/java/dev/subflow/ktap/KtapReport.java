// SPDX-License-Identifier: Apache-2.0
package dev.subflow.ktap;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A whole output.
 *
 * @param version its first line, such as {@code TAP version 13}; absent when there is none
 * @param planned how many results of the first level it promised; 0 when all was skipped
 * @param points results of the first level, in the order in which they were printed, duplicates too
 * @param problems why it can't be trusted as it stands: results that are missing, came twice or
 *     contradict their subtests, a last line that was cut; empty for a sound one, else the first
 *     thousand
 * @param bailedOut why the test gave up, if it did
 * @param other lines that are no TAP, such as messages of the kernel; the first 10000 of them
 */
public record KtapReport(
    Optional<String> version,
    OptionalInt planned,
    List<TestPoint> points,
    List<String> problems,
    Optional<String> bailedOut,
    List<String> other) {
  public KtapReport {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(planned, "planned");
    points = List.copyOf(points);
    problems = List.copyOf(problems);
    Objects.requireNonNull(bailedOut, "bailedOut");
    other = List.copyOf(other);
  }

  /**
   * Parses what a test printed, in whatever state it is.
   *
   * <p>Understood are blocks nested by indentation with spaces or tabs (KTAP, {@code
   * include/kunit/test.h}) and by {@code "# "} (the kselftest runner), time stamps of the kernel's
   * log before a line, colours, and text in between. A last line without its end is no result: the
   * rest of it may have been a directive.
   *
   * @see <a href="https://docs.kernel.org/dev-tools/ktap.html">KTAP</a>
   */
  public static KtapReport parse(String output) {
    return new KtapParser().parse(output);
  }

  /** Whether every promised result is there, once, and nothing contradicts it. */
  public boolean isSound() {
    return problems.isEmpty() && bailedOut.isEmpty();
  }

  /** Whether all that is wrong with it is that something in it has no plan. */
  public boolean lacksOnlyPlans() {
    return bailedOut.isEmpty()
        && !problems.isEmpty()
        && problems.stream().allMatch(p -> p.endsWith(Block.NO_PLAN));
  }

  /** Whether all that is wrong with it is that results of its first level are missing. */
  public boolean lacksOnlyResults() {
    return bailedOut.isEmpty() && problems.size() == 1 && points.size() < planned.orElse(0);
  }

  /** Results without subtests, of all levels: what was tested in fact. */
  public Stream<TestPoint> leaves() {
    return points.stream().flatMap(KtapReport::leaves);
  }

  private static Stream<TestPoint> leaves(TestPoint point) {
    return point.subtests().isEmpty()
        ? Stream.of(point)
        : point.subtests().stream().flatMap(KtapReport::leaves);
  }
}
