// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.failure.NearestNames;
import dev.subflow.failure.UsageException;
import dev.subflow.kselftest.SelftestHistory.Attempt;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds attempts by the names of their scripts and subtests.
 *
 * @param all those that are recorded, the oldest one first
 */
record ChosenAttempts(List<Attempt> all) {
  private static final int NEAREST = 3;

  ChosenAttempts {
    all = List.copyOf(all);
  }

  /**
   * Attempts at what was chosen, in the same order.
   *
   * @throws UsageException for a script or a subtest that never ran
   */
  List<Attempt> of(SelftestChoice choice) {
    if (choice.wanted().isEmpty()) {
      return all;
    }
    choice.wanted().forEach(this::require);
    return all.stream()
        .filter(
            attempt ->
                choice.wanted().entrySet().stream()
                    .anyMatch(
                        wanted ->
                            isOf(attempt, wanted.getKey())
                                && (wanted.getValue().isEmpty()
                                    || wanted.getValue().contains(subtest(attempt)))))
        .toList();
  }

  private void require(String script, List<String> subtests) {
    List<Attempt> some = all.stream().filter(attempt -> isOf(attempt, script)).toList();
    if (some.isEmpty()) {
      throw unknown(script, all.stream().map(ChosenAttempts::script));
    }
    for (String subtest : subtests) {
      if (some.stream().noneMatch(attempt -> subtest(attempt).equals(subtest))) {
        throw unknown(script + ":" + subtest, some.stream().map(Attempt::id));
      }
    }
  }

  private static UsageException unknown(String name, Stream<String> known) {
    List<String> nearest = NearestNames.of(name, known.distinct().toList(), NEAREST);
    return new UsageException(
        "no run of \""
            + name
            + "\" is recorded; "
            + (nearest.isEmpty()
                ? "nor is any other of this folder"
                : "the nearest are \"" + String.join("\", \"", nearest) + "\""));
  }

  private static boolean isOf(Attempt attempt, String script) {
    return script(attempt).equals(script) || script(attempt).equals(script + ".sh");
  }

  private static String script(Attempt attempt) {
    return attempt.id().substring(0, colon(attempt));
  }

  private static String subtest(Attempt attempt) {
    return attempt.id().substring(Math.min(attempt.id().length(), colon(attempt) + 1));
  }

  private static int colon(Attempt attempt) {
    int colon = attempt.id().indexOf(':');
    return colon < 0 ? attempt.id().length() : colon;
  }
}
