// SPDX-License-Identifier: Apache-2.0
package dev.subflow.speed;

import dev.subflow.report.Sanitizer;
import java.util.List;
import java.util.Locale;

/** A report of measuring as a part of a text that a mail can carry. */
public final class SpeedMarkdown {
  private SpeedMarkdown() {}

  /** Its heading, the table of all that is not UNCHANGED, and what the words mean. */
  public static String of(SpeedReport report) {
    StringBuilder text = new StringBuilder("\n### Speed: " + report.headline() + "\n");
    List<SpeedChange> told =
        report.changes().stream().filter(c -> c.pace() != Pace.UNCHANGED).toList();
    if (!told.isEmpty()) {
      text.append("\n| transfer | quantity | verdict | before | after | change | runs |\n");
      text.append("|---|---|---|---|---|---|---|\n");
      told.forEach(c -> text.append(row(c)));
    }
    report.unmeasured().forEach(u -> text.append("\n- not measured: ").append(cell(u)));
    text.append(report.unmeasured().isEmpty() ? "" : "\n");
    return text.append('\n').append(legend(report)).append('\n').toString();
  }

  /** What counts as a difference, and how sure the verdicts are; some lines. */
  public static String legend(SpeedReport report) {
    return String.format(
            Locale.ROOT,
            """
            A difference is %s of the median before, and at least 0.2 s of a stall,
            0.02 frame bytes per byte, 5 pp sent again, 10 pp on the worse path. Changes
            are in %% of the median before, in s, or in percentage points (pp); intervals
            miss in 5 %% of all cases. Chance of even one SLOWER or FASTER between equal
            kernels: %s.
            """,
            SpeedRules.percent(report.by()),
            report.alpha())
        .strip();
  }

  private static String row(SpeedChange c) {
    return "| "
        + String.join(
            " | ",
            cell(c.transfer()),
            c.quantity().words(),
            c.pace().name(),
            c.quantity().text(c.before()),
            c.quantity().text(c.after()),
            c.text(),
            Integer.toString(c.runs()))
        + " |\n";
  }

  private static String cell(String text) {
    return Sanitizer.markdown(text);
  }
}
