// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.failure.CrashSummary;
import dev.subflow.page.RunPage;
import dev.subflow.report.RunSummary;
import dev.subflow.report.Sanitizer;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Ends a run on the terminal: verdicts, the lines of ss that show why, where the evidence is. */
final class RunPrinter {
  private static final int SS_OF_ALL_UP_TO = 3;

  private final PrintStream out;
  private final Style style;

  RunPrinter(PrintStream out, Style style) {
    this.out = out;
    this.style = style;
  }

  /**
   * Prints the results of a run.
   *
   * @param matrix kernels that were paired, in the order in which to show them
   */
  void print(RunSummary summary, List<String> matrix, Path folder, Duration elapsed) {
    List<TestResult> results = summary.results();
    MatrixTable pairings = new MatrixTable(results, matrix);
    boolean repeated = results.stream().anyMatch(r -> r.repetition().isPresent());
    boolean failing = results.stream().anyMatch(r -> r.failedAllocation().isPresent());
    out.println();
    if (failing) {
      titled(new FailingTable(results).lines());
    } else if (repeated) {
      titled(new RepeatTable(results).lines());
    } else {
      List<TestResult> single = results.stream().filter(r -> r.pairing().isEmpty()).toList();
      if (!single.isEmpty() || results.isEmpty()) {
        table(single);
      }
    }
    pairings(pairings, repeated || results.stream().anyMatch(r -> r.pairing().isEmpty()));
    if (failing) {
      failing(results);
    } else if (repeated) {
      troubles(new RepeatTable(results));
    } else {
      results.forEach(this::message);
      keyLines(results);
    }
    crashes(results);
    out.println();
    out.println(counts(summary) + " in " + Durations.text(elapsed) + on(summary) + seed(summary));
    out.println("Evidence: " + relative(folder) + ", to look at: " + RunPage.FILE);
    summary.notes().forEach(note -> out.println("Note: " + Sanitizer.line(note)));
  }

  /** Each crash once, the most frequent first. */
  private void crashes(List<TestResult> results) {
    Map<String, List<String>> tests = new TreeMap<>();
    results.stream()
        .filter(r -> r.verdict() == Verdict.CRASH)
        .forEach(
            r ->
                r.crashes().stream()
                    .map(CrashSummary::fingerprint)
                    .distinct()
                    .forEach(f -> tests.computeIfAbsent(f, x -> new ArrayList<>()).add(r.id())));
    if (tests.isEmpty()) {
      return;
    }
    Table table = new Table("TESTS", "CRASH", "FIRST IN");
    tests.entrySet().stream()
        .sorted(Comparator.comparingInt(e -> -e.getValue().size()))
        .forEach(
            e -> table.row(String.valueOf(e.getValue().size()), e.getKey(), e.getValue().get(0)));
    out.println();
    titled(table.lines().stream().map(Sanitizer::line).toList());
  }

  private void titled(List<String> lines) {
    out.println(style.bold(lines.get(0)));
    lines.subList(1, lines.size()).forEach(out::println);
  }

  private void pairings(MatrixTable pairings, boolean apart) {
    boolean space = apart;
    for (List<String> table : pairings.tables()) {
      if (space) {
        out.println();
      }
      titled(table);
      space = true;
    }
    pairings.legend().forEach(line -> out.println(style.dim(Sanitizer.line(line))));
  }

  private void failing(List<TestResult> results) {
    for (List<String> trouble : new FailingTable(results).troubles()) {
      out.println();
      titled(trouble);
    }
    // Those of which no allocation failed, as their kernel can't have any fail.
    troubles(
        new RepeatTable(results.stream().filter(r -> r.failedAllocation().isEmpty()).toList()));
  }

  private void troubles(RepeatTable repeated) {
    for (RepeatTable.Trouble trouble : repeated.troubles()) {
      TestResult first = trouble.first();
      out.println();
      out.println(
          style.verdict(trouble.verdict()).strip()
              + " "
              + Sanitizer.line(trouble.name())
              + ": "
              + trouble.where(repeated.runs(trouble.name())));
      Excerpt.of(first.message().orElse("")).lines().forEach(line -> out.println("    " + line));
      first.evidence().ifPresent(e -> out.println(style.dim(Sanitizer.line("    evidence: " + e))));
      first.seed().ifPresent(s -> out.println(style.dim("    again: --seed " + s)));
    }
  }

  private void table(List<TestResult> results) {
    Table table = new Table("VERDICT", "TIME", "KERNEL", "SCENARIO");
    for (TestResult r : results) {
      String again =
          r.outcome().map(o -> " (" + o + ")").orElse("")
              + (r.attempts() > 1 ? " (" + r.attempts() + " attempts)" : "");
      table.row(
          r.verdict().name(),
          Durations.text(r.elapsed()),
          String.join(", ", new LinkedHashSet<>(r.kernels().values())),
          r.id() + again);
    }
    List<String> lines = table.lines();
    out.println(style.bold(lines.get(0)));
    for (int i = 0; i < results.size(); i++) {
      Verdict verdict = results.get(i).verdict();
      String line = lines.get(i + 1);
      out.println(
          style.verdict(verdict).stripTrailing().replace(pad(verdict), verdict.name())
              + line.substring(verdict.name().length()));
    }
  }

  private static String pad(Verdict verdict) {
    return String.format("%-12s", verdict);
  }

  private void message(TestResult result) {
    if (result.verdict() == Verdict.PASS || result.message().isEmpty()) {
      return;
    }
    out.println();
    out.println(style.verdict(result.verdict()).strip() + " " + Sanitizer.line(result.id()));
    Excerpt.of(result.message().get()).lines().forEach(line -> out.println("    " + line));
    result.evidence().ifPresent(e -> out.println(style.dim(Sanitizer.line("    evidence: " + e))));
  }

  /** Of few results all, of many those that did not pass: nobody reads a hundred. */
  private void keyLines(List<TestResult> results) {
    boolean all = results.size() <= SS_OF_ALL_UP_TO;
    for (TestResult r : results) {
      if (!r.keySsLines().isEmpty() && (all || r.verdict() != Verdict.PASS)) {
        out.println();
        out.println(style.bold("ss at the end of " + Sanitizer.line(r.id())));
        r.keySsLines().forEach(line -> out.println("    " + Sanitizer.line(line)));
      }
    }
  }

  private static String counts(RunSummary summary) {
    return summary.results().isEmpty()
        ? "no results"
        : summary.counts().entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey().name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
  }

  /** That of the first repetition, from which all others follow. */
  private static String seed(RunSummary summary) {
    return summary.results().stream()
        .filter(r -> r.repetition().filter(n -> n == 1).isPresent())
        .findFirst()
        .flatMap(TestResult::seed)
        .map(s -> ", seed " + s)
        .orElse("");
  }

  private static String on(RunSummary summary) {
    Set<String> accelerators = new LinkedHashSet<>();
    summary.results().forEach(r -> r.accelerator().ifPresent(accelerators::add));
    return accelerators.isEmpty() ? "" : ", guests on " + String.join(" and ", accelerators);
  }

  /** Tells that somebody ended a run, and where its results are so far. */
  static void interrupted(Streams streams, Path directory) {
    streams.err().println("\ninterrupted; what there is: " + relative(directory));
  }

  /** The folder as the user would type it. */
  static Path relative(Path folder) {
    Path here = Path.of("").toAbsolutePath();
    return folder.startsWith(here) ? here.relativize(folder) : folder;
  }
}
