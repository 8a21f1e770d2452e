// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.report.Sanitizer;
import dev.subflow.report.TestResult;
import dev.subflow.report.TestResultBuilder;
import dev.subflow.report.Verdict;
import dev.subflow.run.SpeedMeasuring;
import dev.subflow.speed.Pace;
import dev.subflow.speed.SpeedChange;
import dev.subflow.speed.SpeedMarkdown;
import dev.subflow.speed.SpeedReport;
import dev.subflow.speed.Typical;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Prints what was measured, in 80 columns where values are not enormous. */
final class SpeedPrinter {
  private final PrintStream out;
  private final Style style;

  SpeedPrinter(PrintStream out, Style style) {
    this.out = out;
    this.style = style;
  }

  /**
   * Prints a comparison, the worst transfer first.
   *
   * @param all whether quantities that are UNCHANGED have a row each, too
   */
  void print(SpeedReport report, boolean all) {
    List<SpeedChange> told =
        byName(report.changes(), SpeedChange::transfer).values().stream()
            .flatMap(List::stream)
            .filter(c -> all || c.pace() != Pace.UNCHANGED)
            .toList();
    Table table = new Table("", "BEFORE", "AFTER", "CHANGE", "VERDICT");
    told.forEach(c -> table.row(cells(c)));
    List<String> lines = table.lines();
    out.println();
    if (!told.isEmpty()) {
      out.println(style.bold("  " + lines.get(0)));
    }
    byName(report.changes(), SpeedChange::transfer)
        .forEach(
            (transfer, changes) -> {
              heading(transfer, changes.get(0).runs(), told.stream().noneMatch(changes::contains));
              for (int i = 0; i < told.size(); i++) {
                if (changes.contains(told.get(i))) {
                  out.println("  " + paint(told.get(i).pace(), lines.get(i + 1)));
                }
              }
              unchanged(changes.stream().filter(c -> !told.contains(c)).toList(), changes.size());
            });
    unmeasured(report.unmeasured());
    out.println();
    SpeedMarkdown.legend(report).lines().forEach(line -> out.println(style.dim(line)));
  }

  private static String[] cells(SpeedChange c) {
    return new String[] {
      c.quantity().words(),
      c.quantity().text(c.before()),
      c.quantity().text(c.after()),
      c.text(),
      c.pace().name()
    };
  }

  private void heading(String transfer, int runs, boolean isUnchanged) {
    String how = "  " + runs + " runs" + (isUnchanged ? ", all UNCHANGED" : "");
    out.println(style.bold(Sanitizer.line(transfer)) + style.dim(how));
  }

  private String paint(Pace pace, String line) {
    String rest = line.substring(0, line.length() - pace.name().length());
    return rest
        + switch (pace) {
          case SLOWER -> style.bad(pace.name());
          case FASTER -> style.good(pace.name());
          case UNDECIDED -> style.notice(pace.name());
          case UNCHANGED -> pace.name();
        };
  }

  private void unchanged(List<SpeedChange> same, int all) {
    if (!same.isEmpty() && same.size() < all) {
      out.println(
          "  UNCHANGED: "
              + same.stream().map(c -> c.quantity().words()).collect(Collectors.joining(", ")));
    }
  }

  private void unmeasured(List<String> lines) {
    lines.forEach(line -> out.println(style.notice("not measured: ") + Sanitizer.line(line)));
  }

  /** Prints what is typical of one kernel. */
  void print(SpeedMeasuring.Alone alone) {
    out.println();
    Table table = new Table("", "MEDIAN", "95 % INTERVAL");
    List<Typical> all =
        byName(alone.values(), Typical::transfer).values().stream().flatMap(List::stream).toList();
    all.forEach(
        t ->
            table.row(
                t.quantity().words(),
                t.quantity().text(t.median().estimate()),
                t.quantity().text(t.median().lower())
                    + " to "
                    + t.quantity().text(t.median().upper())));
    List<String> lines = table.lines();
    out.println(style.bold("  " + lines.get(0)));
    for (int i = 0; i < all.size(); i++) {
      Typical t = all.get(i);
      if (i == 0 || !all.get(i - 1).transfer().equals(t.transfer())) {
        out.println(
            style.bold(Sanitizer.line(t.transfer())) + style.dim("  " + t.runs() + " runs"));
      }
      out.println("  " + lines.get(i + 1));
    }
    unmeasured(alone.unmeasured());
  }

  /** Each quantity as the result of a test, for reports of runs. */
  static List<TestResult> results(SpeedReport report) {
    return report.changes().stream().map(SpeedPrinter::result).toList();
  }

  private static TestResult result(SpeedChange c) {
    Verdict verdict =
        switch (c.pace()) {
          case SLOWER -> Verdict.FAIL;
          case UNDECIDED -> Verdict.INCONCLUSIVE;
          case FASTER, UNCHANGED -> Verdict.PASS;
        };
    TestResultBuilder result =
        TestResult.builder("measure", c.transfer() + ": " + c.quantity().words(), verdict)
            .attempts(Math.max(1, c.runs()));
    if (c.pace() != Pace.UNCHANGED) {
      result.message(
          c.pace()
              + ": before "
              + c.quantity().text(c.before())
              + ", after "
              + c.quantity().text(c.after())
              + ", "
              + c.text());
    }
    return result.build();
  }

  private static <T> Map<String, List<T>> byName(List<T> some, Function<T, String> name) {
    Map<String, List<T>> groups = new LinkedHashMap<>();
    some.forEach(one -> groups.computeIfAbsent(name.apply(one), n -> new ArrayList<>()).add(one));
    return groups;
  }
}
