// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * What one clone runs: a script, whole or some of its subtests.
 *
 * @param script its name
 * @param subtests names to run; empty for all
 * @param planned names that results are due of; empty where nobody knows them
 * @param known names that it had in earlier runs: due of a script that ends in the middle
 * @param expected how long it should take: the longest begin first
 */
record Slice(
    String script,
    List<String> subtests,
    List<String> planned,
    List<String> known,
    Duration expected) {
  /** What a part of a script may take, however little is expected. */
  private static final Duration LEAST = Duration.ofMinutes(10);

  /** How many times longer than expected a part of a script may take. */
  private static final int LONGER = 10;

  Slice {
    Objects.requireNonNull(script, "script");
    subtests = List.copyOf(subtests);
    planned = List.copyOf(planned);
    known = List.copyOf(known);
    Objects.requireNonNull(expected, "expected");
  }

  static Slice whole(String script, List<String> known, Duration expected) {
    return new Slice(script, List.of(), List.of(), known, expected);
  }

  static Slice of(String script, List<String> subtests, Duration expected) {
    return new Slice(script, subtests, subtests, List.of(), expected);
  }

  /**
   * How long it may take at most.
   *
   * @param whole what its script may take
   */
  Duration limit(Duration whole) {
    if (subtests.isEmpty()) {
      return whole;
    }
    Duration some = Collections.max(List.of(LEAST, expected.multipliedBy(LONGER)));
    return Collections.min(List.of(whole, some));
  }

  /** How the evidence of it is called. */
  String label() {
    if (subtests.isEmpty()) {
      return script;
    }
    return script + "-" + (subtests.size() == 1 ? subtests.get(0) : subtests.size() + "-subtests");
  }
}
