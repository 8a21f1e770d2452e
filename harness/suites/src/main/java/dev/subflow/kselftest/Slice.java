// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * Slice of one clone: a script, whole or some of its subtests.
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
  /** Time that a part of a script may take, however little is expected. */
  private static final Duration LEAST = Duration.ofMinutes(10);

  /** Factor by which a part of a script may take longer than expected. */
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
   * Time that it may take at most.
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

  /** Name of its evidence. */
  String label() {
    if (subtests.isEmpty()) {
      return script;
    }
    return script + "-" + (subtests.size() == 1 ? subtests.get(0) : subtests.size() + "-subtests");
  }
}
