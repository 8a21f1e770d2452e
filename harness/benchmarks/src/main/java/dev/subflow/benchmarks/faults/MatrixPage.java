// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The page of tries: pure.
 *
 * @param faults names in the order of the rows
 * @param wheres names in the order of the columns
 */
record MatrixPage(List<String> faults, List<String> wheres) {
  private static final String HEAD =
      """
      <!-- SPDX-License-Identifier: Apache-2.0 -->
      # Fault matrix

      Faults that were brought about for real in runs of the command line, each a process of its own,
      and how those ended. Made by `harness/benchmarks/faults`, which runs more tries with `--tries N`,
      of one fault with `--only`, in one kind of run with `--where`.

      | run | the fault befalls |
      |---|---|
      | first | the guest that a scenario talks to |
      | second | the other guest of that scenario, to which nobody talks when it happens |
      | kselftest | a guest in the second of the three subtests of a script |
      | regress | a guest with the second of two kernels, in a test that passes on the first |
      """;

  private static final String VERDICTS =
      """

      ## Verdicts

      A cell says how many tries ended as they have to, of how many, and how that is. A comparison ends
      as CRASH when it says CRASHED, as PASS when nothing differs; what was inconclusive it runs again,
      and a fault comes once. KILLED and INTERRUPTED: no verdict
      on what ran, and none is made up. A dash: the same as in the column before, or not applicable.

      """;

  private static final String EVIDENCE =
      """

      ## Evidence, and what is left

      Of all tries of a fault: how many have in their results the cause, and in the evidence the console
      of the guest (with the kernel's words where it has any) and the command that ran; how many left
      no process, socket or temporary file 15 seconds after their end.

      """;

  private static final List<String> COLUMNS =
      List.of("cause", "console", "last command", "honest", "bounded", "nothing left");

  String text(List<Try> tries) {
    StringBuilder page = new StringBuilder(HEAD);
    long right = tries.stream().filter(Try::isRight).count();
    page.append("\n").append(right).append(" of ").append(tries.size());
    page.append(" tries were right in all respects.\n").append(VERDICTS);
    row(page, "fault", wheres);
    rule(page, wheres.size());
    for (String fault : faults) {
      row(page, fault, wheres.stream().map(w -> verdicts(of(tries, fault, w))).toList());
    }
    page.append(EVIDENCE);
    row(page, "fault", COLUMNS);
    rule(page, COLUMNS.size());
    for (String fault : faults) {
      List<Try> all = tries.stream().filter(t -> t.fault().equals(fault)).toList();
      row(page, fault, COLUMNS.stream().map(c -> checks(all, c)).toList());
    }
    wrong(page, tries);
    machines(page, tries);
    return page.toString();
  }

  private static List<Try> of(List<Try> tries, String fault, String where) {
    return tries.stream().filter(t -> t.fault().equals(fault) && t.where().equals(where)).toList();
  }

  private static String verdicts(List<Try> tries) {
    if (tries.isEmpty()) {
      return "–";
    }
    List<Try> right = tries.stream().filter(Try::hasRightVerdict).toList();
    String text = right.size() + "/" + tries.size() + " " + tries.get(0).expected();
    Map<End, Long> others =
        tries.stream()
            .filter(Predicate.not(Try::hasRightVerdict))
            .collect(Collectors.groupingBy(Try::end, TreeMap::new, Collectors.counting()));
    return others.isEmpty()
        ? text
        : "**"
            + text
            + "** ("
            + others.entrySet().stream()
                .map(e -> e.getValue() + " " + e.getKey())
                .collect(Collectors.joining(", "))
            + ")";
  }

  private static String checks(List<Try> tries, String name) {
    List<Try.Check> all =
        tries.stream()
            .flatMap(t -> t.checks().stream())
            .filter(c -> c.name().equals(name))
            .toList();
    long holds = all.stream().filter(Try.Check::holds).count();
    String text = holds + "/" + all.size();
    return all.isEmpty() ? "–" : holds == all.size() ? text : "**" + text + "**";
  }

  private static void wrong(StringBuilder page, List<Try> tries) {
    List<Try> wrong = tries.stream().filter(Predicate.not(Try::isRight)).toList();
    if (wrong.isEmpty()) {
      return;
    }
    page.append("\n## What was not right\n\n");
    row(page, "fault", List.of("run", "when", "what"));
    rule(page, 3);
    for (Try one : wrong) {
      String what = one.wrong().replace("|", "\\|").replace("<", "&lt;");
      row(page, one.fault(), List.of(one.where(), minute(one.at()), what));
    }
  }

  /** Where and when all of it was. */
  private static void machines(StringBuilder page, List<Try> tries) {
    page.append("\n## Where and when\n\n");
    row(page, "machine", List.of("kernel of the guest", "run", "tries", "from (UTC)", "to (UTC)"));
    rule(page, 5);
    Map<List<String>, List<Try>> groups =
        tries.stream()
            .collect(
                Collectors.groupingBy(
                    t -> List.of(t.machine(), t.kernel().isEmpty() ? "–" : t.kernel(), t.where()),
                    LinkedHashMap::new,
                    Collectors.toList()));
    groups.forEach(
        (group, all) -> {
          List<Instant> times = all.stream().map(Try::at).sorted().toList();
          List<String> cells = new ArrayList<>(group.subList(1, group.size()));
          cells.add(Integer.toString(all.size()));
          cells.add(minute(times.get(0)));
          cells.add(minute(times.get(times.size() - 1)));
          row(page, group.get(0), cells);
        });
  }

  // 2026-11-29 01:02
  private static String minute(Instant at) {
    return at.atOffset(ZoneOffset.UTC)
        .toLocalDateTime()
        .toString()
        .substring(0, 16)
        .replace('T', ' ');
  }

  private static void row(StringBuilder page, String first, List<String> cells) {
    page.append("| ").append(first).append(" | ").append(String.join(" | ", cells)).append(" |\n");
  }

  private static void rule(StringBuilder page, int columns) {
    page.append("|---|").append("---|".repeat(columns)).append("\n");
  }
}
