// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.page.RunPage;
import dev.subflow.regress.Build;
import dev.subflow.regress.Change;
import dev.subflow.regress.Comparison;
import dev.subflow.regress.Differs;
import dev.subflow.regress.Markdown;
import dev.subflow.regress.RegressReport;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.RunReport;
import dev.subflow.report.Sanitizer;
import dev.subflow.report.TestResult;
import dev.subflow.report.TestResultBuilder;
import dev.subflow.report.Verdict;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Keeps and prints a comparison of kernels. */
final class RegressPrinter {
  private static final int MESSAGE_LINES = 4;

  private final PrintStream out;
  private final Style style;

  RegressPrinter(PrintStream out, Style style) {
    this.out = out;
    this.style = style;
  }

  /** Writes it as Markdown, as JSON, and as JUnit XML. */
  void keep(RegressReport report, RunDirectory directory) {
    write(directory.path().resolve("summary.md"), Markdown.of(report));
    write(directory.path().resolve("regress.json"), Json.pretty(report) + "\n");
    try (RunReport results = RunReport.open(directory)) {
      report.comparisons().forEach(c -> results.add(result(c, report.differs())));
      report.speed().ifPresent(s -> SpeedPrinter.results(s).forEach(results::add));
      RunPage.show(directory.path(), results.summary());
    }
  }

  private static TestResult result(Comparison c, List<Differs> differs) {
    String id = c.test() + " (" + c.from() + " -> " + c.to() + ")";
    TestResultBuilder result =
        TestResult.builder("regress." + c.to(), id, verdict(c))
            .scenario(c.test())
            .attempts(Math.max(1, c.patched().passed() + c.patched().failed()));
    c.evidence().ifPresent(result::evidence);
    if (c.change() != Change.UNCHANGED) {
      result.message(
          c.change()
              + ": before "
              + c.base().text()
              + ", after "
              + c.patched().text()
              + ", chance "
              + Markdown.chance(c.chance())
              + (c.why().isEmpty() ? "" : "\n" + c.why())
              + c.message().map(m -> "\n" + m).orElse(""));
    }
    String noted =
        differs.stream()
            .flatMap(Differs::all)
            .filter(d -> d.to().contains(c.to()) && d.tests().contains(c.test()))
            .map(d -> "DIFFERS: " + d.words())
            .collect(Collectors.joining("\n"));
    if (c.change() == Change.UNCHANGED && !noted.isEmpty()) {
      result.message(noted);
    }
    return result.build();
  }

  private static Verdict verdict(Comparison c) {
    return switch (c.change()) {
      case UNCHANGED, CHANGED, FIXED, FLAKY -> Verdict.PASS;
      case NEW -> c.isNewFailure() ? Verdict.FAIL : Verdict.PASS;
      case REGRESSED -> Verdict.FAIL;
      case CRASHED -> Verdict.CRASH;
      case GONE -> Verdict.MISSING;
      case INCONCLUSIVE -> Verdict.INCONCLUSIVE;
    };
  }

  void print(RegressReport report, RunDirectory directory) {
    out.println();
    for (Build build : report.builds()) {
      out.println(
          Sanitizer.line(build.variant() + ": " + build.title())
              + build
                  .kernel()
                  .filter(k -> build.hosts().isEmpty() && !k.equals(build.title()))
                  .map(k -> "  " + style.dim(Sanitizer.line(k)))
                  .orElse("")
              + style.dim("  " + Durations.text(build.took())));
    }
    List<Comparison> changed =
        report.comparisons().stream().filter(c -> c.change() != Change.UNCHANGED).toList();
    if (!changed.isEmpty()) {
      out.println();
      Table table = new Table("VERDICT", "BEFORE", "AFTER", "CHANCE", "TEST");
      for (Comparison c : changed) {
        table.row(
            (c.change() + " " + report.by(c)).strip(),
            c.base().text(),
            c.patched().text(),
            Markdown.chance(c.chance()),
            c.test());
      }
      List<String> lines = table.lines();
      out.println(style.bold(lines.get(0)));
      lines.subList(1, lines.size()).forEach(out::println);
      changed.forEach(this::details);
    }
    differs(report);
    report.speed().ifPresent(s -> new SpeedPrinter(out, style).print(s, false));
    report
        .newWarnings()
        .forEach(
            (kernel, some) -> {
              out.println("\nnew compiler warnings of " + Sanitizer.line(kernel));
              some.forEach(w -> out.println("    " + Sanitizer.line(w)));
            });
    culprits(report);
    report
        .selection()
        .ifPresent(
            s -> {
              out.println();
              s.lines().forEach(line -> out.println(Sanitizer.line(line)));
            });
    out.println();
    out.println(Sanitizer.line(report.headline()) + " in " + Durations.text(report.took()));
    out.println("Summary: " + RunPrinter.relative(directory.path().resolve("summary.md")));
  }

  /** Loud, as no exit code tells of it. */
  private void differs(RegressReport report) {
    for (Differs d : report.differs()) {
      String by = report.by(d);
      out.println(
          "\n"
              + style.bold(Sanitizer.line(("DIFFERS " + by).strip() + (by.isEmpty() ? "" : ":")))
              + (by.isEmpty() ? "  " : "\n    ")
              + Sanitizer.line(d.words()));
      d.with().forEach(w -> out.println("    with it: " + Sanitizer.line(w.words())));
      out.println(
          style.dim(
              Sanitizer.line(
                  "    as the base in "
                      + d.base()
                      + " runs of it and in "
                      + d.changed()
                      + " after, chance "
                      + Markdown.chance(OptionalDouble.of(d.chance()))
                      + "; "
                      + d.testNames())));
    }
  }

  /** Where each step is a patch: which of them it was. */
  private void culprits(RegressReport report) {
    if (report.builds().size() <= 2 || report.isPaired()) {
      return;
    }
    Map<List<Build>, List<Comparison>> bySuspects = new LinkedHashMap<>();
    report.comparisons().stream()
        .filter(Comparison::isBad)
        .forEach(
            c ->
                bySuspects
                    .computeIfAbsent(report.suspects(c), suspects -> new ArrayList<>())
                    .add(c));
    bySuspects.forEach(
        (suspects, by) -> {
          out.println();
          String one = suspects.size() == 1 ? "culprit " : "culprit, one of these: ";
          suspects.forEach(
              build ->
                  out.println(
                      style.bad(one) + Sanitizer.line(build.variant() + ": " + build.title())));
          String tests = by.stream().map(Comparison::test).collect(Collectors.joining(", "));
          out.println("    " + Sanitizer.line(tests));
        });
  }

  private void details(Comparison c) {
    if (c.change().exitCode() == 0 && c.why().isEmpty() && !c.isBad()) {
      return;
    }
    out.println("\n" + style.bold(Sanitizer.line(c.test())) + "  " + Sanitizer.line(c.why()));
    c.message()
        .ifPresent(
            message ->
                Sanitizer.text(message)
                    .lines()
                    .limit(MESSAGE_LINES)
                    .forEach(line -> out.println("    " + line)));
    c.evidence()
        .ifPresent(folder -> out.println(style.dim(Sanitizer.line("    evidence: " + folder))));
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }
}
