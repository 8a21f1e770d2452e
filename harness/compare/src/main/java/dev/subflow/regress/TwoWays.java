// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import dev.subflow.observe.DifferenceWords;
import dev.subflow.observe.Observation;
import dev.subflow.observe.Seconds;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A part of the behaviour in a test, as the base has it and as another kernel has it.
 *
 * @param path of the part
 * @param line the line whose number is compared; absent where the part is compared as a whole
 * @param base lines of the base: those of the part, or the number
 * @param changed lines of the other kernel
 */
public record TwoWays(String path, Optional<String> line, List<String> base, List<String> changed) {
  private static final String TIMES = "/after";
  private static final String COUNTERS = "counters/";
  private static final List<String> UNCHANGED = List.of("0");

  /** Which of the two a run shows. */
  enum Way {
    BASE,
    CHANGED,
    NEITHER
  }

  public TwoWays {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(line, "line");
    base = List.copyOf(base);
    changed = List.copyOf(changed);
  }

  /** A part that is compared as a whole. */
  static TwoWays whole(String path, List<String> base, List<String> changed) {
    return new TwoWays(path, Optional.empty(), base, changed);
  }

  /** A line that is there so often. */
  static TwoWays count(String path, String line, long base, long changed) {
    return new TwoWays(
        path, Optional.of(line), List.of(Long.toString(base)), List.of(Long.toString(changed)));
  }

  /** Typical times. */
  static TwoWays times(String path, double base, double changed) {
    return whole(path, List.of(text(base)), List.of(text(changed)));
  }

  private static String text(double seconds) {
    return String.format(Locale.ROOT, "%.2f s", seconds);
  }

  /** Whether a part is a time. */
  static boolean isTime(String path) {
    return path.endsWith(TIMES);
  }

  /** The way of a run: of a time the nearer one. */
  Way of(Observation seen) {
    List<String> own = own(seen);
    if (isTime(path)) {
      OptionalDouble time = seconds(own);
      double one = seconds(base).orElse(0);
      double other = seconds(changed).orElse(0);
      return time.isEmpty()
          ? Way.NEITHER
          : time.getAsDouble() < (one + other) / 2 == one < other ? Way.BASE : Way.CHANGED;
    }
    return own.equals(base) ? Way.BASE : own.equals(changed) ? Way.CHANGED : Way.NEITHER;
  }

  /** The lines of this part in a run; where one line differs, how often the run has it. */
  private List<String> own(Observation seen) {
    List<String> lines = lines(seen, path);
    return line.map(l -> List.of(Long.toString(lines.stream().filter(l::equals).count())))
        .orElse(lines);
  }

  static OptionalDouble seconds(List<String> lines) {
    return lines.isEmpty() ? OptionalDouble.empty() : Seconds.parse(lines.get(0));
  }

  /** Lines of a part; a counter that a kernel does not have never counted. */
  static List<String> lines(Observation observation, String path) {
    List<String> lines = observation.part(path);
    if (!lines.isEmpty() || !path.startsWith(COUNTERS)) {
      return lines;
    }
    String ofHost = path.substring(0, path.indexOf('/', COUNTERS.length()) + 1);
    boolean counted = observation.parts().keySet().stream().anyMatch(p -> p.startsWith(ofHost));
    return counted ? UNCHANGED : lines;
  }

  /** The difference as somebody who works on the network stack puts it. */
  String words() {
    return words(changed);
  }

  /** The difference of a run from the base, in words. */
  String words(Observation seen) {
    return words(own(seen));
  }

  private String words(List<String> other) {
    if (isTime(path)) {
      OptionalDouble time = seconds(other);
      return time.isPresent()
          ? DifferenceWords.later(path, time.getAsDouble() - seconds(base).orElse(0))
          : DifferenceWords.of(path, base, other);
    }
    return line.map(l -> DifferenceWords.ofCount(path, l, number(base), number(other)))
        .orElseGet(() -> DifferenceWords.of(path, base, other));
  }

  private static long number(List<String> lines) {
    return Long.parseLong(lines.get(0));
  }
}
