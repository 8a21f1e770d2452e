// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What one clone runs: a script, whole or some of its subtests.
 *
 * @param script its name
 * @param subtests names to run; empty for all
 * @param planned names that results are due of; empty where nobody knows them
 * @param known names that it had in earlier runs: due of a script that ends in the middle
 * @param expected how long it may take, for the order in which slices begin
 */
record Slice(
    String script,
    List<String> subtests,
    List<String> planned,
    List<String> known,
    Duration expected) {
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

  /** How the evidence of it is called. */
  String label() {
    if (subtests.isEmpty()) {
      return script;
    }
    return script + "-" + (subtests.size() == 1 ? subtests.get(0) : subtests.size() + "-subtests");
  }
}
