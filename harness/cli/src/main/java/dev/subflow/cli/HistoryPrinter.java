// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.history.FlakeRate;
import dev.subflow.history.PastRun;
import dev.subflow.history.SplatPast;
import dev.subflow.history.TestPast;
import dev.subflow.history.TestPast.FailsSince;
import dev.subflow.history.TestPast.Moment;
import dev.subflow.report.Sanitizer;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Prints what the history tells, in 80 columns. */
final class HistoryPrinter {
  private static final int WIDTH = 80;
  private static final int NAMES = 3;

  private final PrintStream out;
  private final Style style;

  HistoryPrinter(PrintStream out, Style style) {
    this.out = out;
    this.style = style;
  }

  void tests(List<TestPast> tests) {
    Table table = new Table("RUNS", "FAILED", "RATE", "95 %", "MEDIAN", "TREND", "TEST");
    tests.forEach(
        t ->
            table.row(
                String.valueOf(t.runs()),
                String.valueOf(t.failed()),
                t.runs() == 0 ? "" : percent(t.flakeRate().rate()),
                t.runs() == 0 ? "" : interval(t.flakeRate()),
                t.median().map(Durations::text).orElse(""),
                t.trend().isPresent() ? trend(t.trend().getAsDouble()) : "",
                t.test()));
    List<String> lines = fitted(table.lines());
    out.println(style.bold(lines.get(0)));
    for (int i = 0; i < tests.size(); i++) {
      out.println(lines.get(i + 1));
      tests.get(i).failsSince().ifPresent(this::failsSince);
    }
  }

  private void failsSince(FailsSince since) {
    Moment first = since.first();
    indented("fails since " + Ages.minute(first.when()) + words(first));
    indented(
        since
            .passed()
            .map(p -> "passed last " + Ages.minute(p.when()) + words(p) + same(p, first))
            .orElse("never passed before"));
  }

  private static String words(Moment moment) {
    return (moment.kernel().isEmpty() ? "" : " on " + moment.kernel())
        + (moment.code().isEmpty() ? "" : ", code " + moment.code());
  }

  private static String same(Moment passed, Moment first) {
    boolean isAnotherBuild =
        passed.kernel().equals(first.kernel()) && !passed.build().equals(first.build());
    return isAnotherBuild && !passed.build().isEmpty() && !first.build().isEmpty()
        ? ", another build"
        : "";
  }

  void splats(List<SplatPast> splats) {
    Table table = new Table("TIMES", "FIRST", "LAST", "SPLAT");
    splats.forEach(
        s ->
            table.row(
                String.valueOf(s.times()), Ages.day(s.first()), Ages.day(s.last()), s.title()));
    List<String> lines = fitted(table.lines());
    out.println(style.bold(lines.get(0)));
    for (int i = 0; i < splats.size(); i++) {
      SplatPast splat = splats.get(i);
      out.println(lines.get(i + 1));
      indented("fingerprint: " + splat.fingerprint());
      indented("kernels: " + some(splat.kernels()));
      indented("tests: " + some(splat.tests()));
    }
  }

  void runs(List<PastRun> runs) {
    Table table = new Table("STARTED", "PASS", "FAIL", "OTHER", "KERNEL", "COMMAND");
    runs.forEach(
        r ->
            table.row(
                Ages.minute(r.started()),
                String.valueOf(r.passed()),
                String.valueOf(r.failed()),
                String.valueOf(r.other()),
                middle(r.kernels().stream().filter(k -> !k.isEmpty()).findFirst().orElse(""), 20),
                Optional.of(r.command()).filter(c -> !c.isEmpty()).orElse(r.name())));
    List<String> lines = fitted(table.lines());
    out.println(style.bold(lines.get(0)));
    lines.subList(1, lines.size()).forEach(out::println);
  }

  private void indented(String text) {
    out.println(style.dim(middle("      " + Sanitizer.line(text), WIDTH)));
  }

  private static String some(List<String> names) {
    List<String> shown = names.stream().filter(n -> !n.isEmpty()).limit(NAMES).toList();
    String text = shown.isEmpty() ? "not known" : String.join(", ", shown);
    return names.size() > shown.size() && !shown.isEmpty()
        ? text + " and " + (names.size() - shown.size()) + " more"
        : text;
  }

  private static String interval(FlakeRate rate) {
    return percent(rate.low()).replace(" %", "") + "-" + percent(rate.high());
  }

  /** Such as {@code 1.4 %}, {@code 0 %}, {@code 35 %}. */
  static String percent(double part) {
    double percent = 100 * part;
    boolean isRound = percent == 0 || percent >= 9.95;
    return String.format(Locale.ROOT, isRound ? "%.0f %%" : "%.1f %%", percent);
  }

  private static String trend(double part) {
    long percent = Math.round(100 * part);
    return percent == 0 ? "=" : (percent > 0 ? "+" : "") + percent + " %";
  }

  private static List<String> fitted(List<String> lines) {
    return lines.stream().map(line -> line.length() <= WIDTH ? line : tail(line)).toList();
  }

  /**
   * Names differ at their ends as often as at their begins, so the middle of the last cell goes.
   */
  private static String tail(String line) {
    int cell = Math.max(0, line.lastIndexOf("  ", WIDTH - 20)) + 2;
    return line.substring(0, cell) + middle(line.substring(cell), WIDTH - cell);
  }

  /** A text in so many characters, without its middle where it is longer. */
  static String middle(String text, int width) {
    if (text.length() <= width) {
      return text;
    }
    int end = (width - 3) / 2;
    return text.substring(0, width - 3 - end) + "..." + text.substring(text.length() - end);
  }
}
