// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import dev.subflow.coverage.TestSelection;
import dev.subflow.report.Sanitizer;
import dev.subflow.speed.SpeedMarkdown;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** A comparison as a text that a mail to a kernel list can carry. */
public final class Markdown {
  private static final int MESSAGE_LINES = 12;
  private static final int WIDTH = 100;

  private Markdown() {}

  public static String of(RegressReport report) {
    StringBuilder text = new StringBuilder();
    text.append("## ").append(Sanitizer.line(report.headline())).append("\n\n");
    for (Build build : report.builds()) {
      text.append("- ").append(cell(build.variant())).append(": ").append(cell(build.title()));
      text.append(build.release().isEmpty() ? "" : ", " + cell(build.release()));
      text.append(build.failure().isPresent() ? ", does not build\n" : "\n");
    }
    List<Comparison> changed =
        report.comparisons().stream().filter(c -> c.change() != Change.UNCHANGED).toList();
    if (!changed.isEmpty()) {
      text.append("\n| test | verdict | before | after | chance |\n|---|---|---|---|---|\n");
      changed.forEach(c -> text.append(row(c, report.by(c))));
      text.append(
          "\nChance: probability of such counts if both kernels were the same (Fisher's exact"
              + " test, one-sided).\nThe limit is "
              + report.alpha()
              + " for a test, halved at each look at growing counts.\n");
    }
    changed.forEach(c -> text.append(details(c)));
    text.append(differs(report));
    report.speed().ifPresent(s -> text.append(SpeedMarkdown.of(s)));
    report.newWarnings().forEach((kernel, some) -> text.append(warnings(kernel, some)));
    report.selection().ifPresent(s -> text.append(selection(s)));
    text.append("\nUnchanged: ").append(report.counts().getOrDefault(Change.UNCHANGED, 0L));
    text.append("\n\nTo repeat:\n\n    ").append(Sanitizer.line(report.reproduce())).append('\n');
    return text.toString();
  }

  private static String row(Comparison c, String by) {
    return "| "
        + cell(c.test())
        + " | "
        + c.change()
        + (by.isEmpty() ? "" : " " + cell(by))
        + " | "
        + cell(c.base().text())
        + " | "
        + cell(c.patched().text())
        + " | "
        + chance(c.chance())
        + " |\n";
  }

  /** A probability for readers: {@code 0.004}; a dash where there is none. */
  public static String chance(OptionalDouble chance) {
    if (chance.isEmpty()) {
      return "-";
    }
    double p = chance.getAsDouble();
    return p < 0.0005
        ? String.format(Locale.ROOT, "%.0e", p)
        : String.format(Locale.ROOT, "%.3f", p);
  }

  private static String details(Comparison c) {
    if (c.why().isEmpty() && c.message().isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("\n### " + cell(c.test()) + "\n");
    if (!c.why().isEmpty()) {
      text.append('\n').append(cell(c.why())).append('\n');
    }
    c.message()
        .ifPresent(
            message -> {
              text.append('\n');
              Sanitizer.text(message)
                  .lines()
                  .limit(MESSAGE_LINES)
                  .forEach(line -> text.append("    ").append(cut(line)).append('\n'));
            });
    return text.toString();
  }

  private static String differs(RegressReport report) {
    if (report.differs().isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder("\n### DIFFERS: behaviour that is not the base's\n\n");
    text.append("| difference | before | after | chance | test |\n|---|---|---|---|---|\n");
    for (Differs d : report.differs()) {
      String by = report.by(d);
      text.append("| ").append(cell(by.isEmpty() ? d.words() : by + ": " + d.words()));
      text.append(" | ").append(d.base());
      text.append(" | ").append(d.changed());
      text.append(" | ").append(chance(OptionalDouble.of(d.chance())));
      text.append(" | ").append(cell(d.testNames())).append(" |\n");
      d.with().forEach(w -> text.append("| with it: " + cell(w.words()) + " | | | | |\n"));
    }
    return text.append("\nBefore and after: runs that behave as the base does.")
        .append(" All together are no chance by Holm's procedure.\n")
        .append("With it: in the same tests and runs, so that nothing seen tells them apart.\n")
        .toString();
  }

  private static String warnings(String kernel, List<String> warnings) {
    StringBuilder text =
        new StringBuilder("\n### New compiler warnings of " + cell(kernel) + "\n\n");
    warnings.forEach(w -> text.append("    ").append(Sanitizer.line(w)).append('\n'));
    return text.toString();
  }

  private static String selection(TestSelection selection) {
    StringBuilder text = new StringBuilder("\n### Tests selected by what is changed\n\n");
    selection.lines().forEach(l -> text.append("- ").append(cell(l)).append('\n'));
    return text.toString();
  }

  private static String cell(String text) {
    return Sanitizer.markdown(text);
  }

  private static String cut(String line) {
    return line.length() <= WIDTH ? line : line.substring(0, WIDTH - 3) + "...";
  }
}
