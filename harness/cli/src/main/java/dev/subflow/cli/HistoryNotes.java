// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.regress.Change;
import dev.subflow.regress.Comparison;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Remarks of the history on what a comparison found; they change no verdict. */
final class HistoryNotes {
  private static final Set<Change> NOTED =
      EnumSet.of(Change.REGRESSED, Change.CRASHED, Change.FLAKY, Change.FIXED);

  private HistoryNotes() {}

  /**
   * The comparisons, those that changed with how their tests ended before. Without a history they
   * stay as they are, with a warning.
   *
   * @param before start of the comparison
   */
  static List<Comparison> on(List<Comparison> comparisons, Instant before, Streams streams) {
    List<String> tests =
        comparisons.stream()
            .filter(c -> NOTED.contains(c.change()))
            .map(Comparison::test)
            .distinct()
            .toList();
    if (tests.isEmpty()) {
      return comparisons;
    }
    Map<String, String> notes = new TreeMap<>();
    HistoryOptions.ask(
        streams,
        history -> tests.forEach(t -> history.note(t, before).ifPresent(n -> notes.put(t, n))));
    return comparisons.stream()
        .map(
            c ->
                NOTED.contains(c.change())
                    ? Optional.ofNullable(notes.get(c.test())).map(c::noted).orElse(c)
                    : c)
        .toList();
  }
}
