// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.kselftest.ScriptLog.Section;
import dev.subflow.ktap.KtapReport;
import dev.subflow.ktap.TestPoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes results of what a script printed: its block of results, and what it said before. */
final class Reconciler {
  private static final int LAST_WORDS = 20;

  private final String script;
  private final String prefix;
  private final ScriptEnd end;
  private final List<Section> sections;
  private final KtapReport report;
  private final String output;

  private Reconciler(String script, String output, ScriptEnd end) {
    this.script = script;
    this.prefix = script.replaceFirst("\\.sh$", "") + ": ";
    this.end = end;
    this.output = output;
    this.sections = ScriptLog.parse(output).sections();
    int block = output.indexOf("TAP version ");
    this.report = KtapReport.parse(block < 0 ? "" : output.substring(block));
  }

  /**
   * The results of a script.
   *
   * @param planned subtests that it was to run; empty where nobody knows them
   */
  static List<SubtestResult> reconcile(
      String script, String output, int exitCode, ScriptEnd end, List<String> planned) {
    Reconciler reconciler = new Reconciler(script, output, end);
    Map<String, SubtestResult> results = new LinkedHashMap<>();
    for (SubtestResult result : reconciler.results(exitCode)) {
      String name = result.name();
      for (int again = 2; results.containsKey(name); again++) {
        name = result.name() + " #" + again;
      }
      results.put(
          name, new SubtestResult(script, name, result.outcome(), result.time(), result.message()));
    }
    for (String name : planned) {
      results.computeIfAbsent(name, n -> reconciler.missing(n));
    }
    return List.copyOf(results.values());
  }

  private SubtestResult missing(String name) {
    return new SubtestResult(
        script,
        name,
        end.kind() == ScriptEnd.Kind.LOST ? SubtestOutcome.INCONCLUSIVE : SubtestOutcome.MISSING,
        Optional.empty(),
        end.reason().isEmpty()
            ? "the script ended without a result of it"
            : "it did not come to it: " + end.reason());
  }

  private List<SubtestResult> results(int exitCode) {
    if (end.kind() == ScriptEnd.Kind.EXITED && report.isSound() && report.planned().isPresent()) {
      return fromReport(exitCode);
    }
    if (end.kind() == ScriptEnd.Kind.EXITED && exitCode == 4 && report.points().isEmpty()) {
      return List.of(whole(SubtestOutcome.SKIP, "the script skipped itself: " + lastWords()));
    }
    return fromLog(exitCode);
  }

  private List<SubtestResult> fromReport(int exitCode) {
    List<SubtestResult> results = new ArrayList<>();
    for (TestPoint point : report.points()) {
      String name =
          point.name().startsWith(prefix) ? point.name().substring(prefix.length()) : point.name();
      SubtestOutcome outcome = outcome(point);
      results.add(
          new SubtestResult(
              script,
              name.isEmpty() ? script : name,
              outcome,
              point.time(),
              outcome == SubtestOutcome.PASS ? "" : why(point, name)));
    }
    if (results.isEmpty()) {
      results.add(whole(SubtestOutcome.SKIP, "the script planned no subtests: " + lastWords()));
    }
    boolean anyBad = results.stream().anyMatch(r -> r.outcome() == SubtestOutcome.FAIL);
    if (exitCode != 0 && exitCode != 4 && !anyBad) {
      results.add(
          whole(
              SubtestOutcome.FAIL,
              "no subtest failed, but the script ended with exit code " + exitCode));
    }
    return results;
  }

  private static SubtestOutcome outcome(TestPoint point) {
    return switch (point.outcome()) {
      case PASS, XFAIL -> SubtestOutcome.PASS;
      case SKIP -> SubtestOutcome.SKIP;
      case IGNORED -> SubtestOutcome.IGNORED;
      case FAIL, TIMEOUT, ERROR -> SubtestOutcome.FAIL;
    };
  }

  /** The script's own words about a subtest: those that it said for people, else the directive. */
  private String why(TestPoint point, String name) {
    List<String> said =
        sections.stream()
            .filter(s -> s.title().equals(name))
            .flatMap(s -> s.lines().stream())
            .toList();
    String text = String.join("\n", said.isEmpty() ? point.diagnostics() : said);
    return text.isEmpty() ? point.directive() : text;
  }

  /** Without a sound block: subtests that ended have what their marks say, and the last one ran. */
  private List<SubtestResult> fromLog(int exitCode) {
    List<SubtestResult> results = new ArrayList<>();
    for (int i = 0; i < sections.size(); i++) {
      Section section = sections.get(i);
      boolean last = i == sections.size() - 1;
      SubtestOutcome outcome = last ? running() : section.outcome().orElse(SubtestOutcome.MISSING);
      results.add(
          new SubtestResult(
              script,
              section.title(),
              outcome,
              Optional.empty(),
              outcome == SubtestOutcome.PASS
                  ? ""
                  : (last ? ended(exitCode) + "\n" : "") + String.join("\n", section.lines())));
    }
    if (sections.isEmpty()) {
      results.add(whole(running(), ended(exitCode) + "\n" + lastWords()));
    }
    return results;
  }

  private SubtestOutcome running() {
    return end.kind() == ScriptEnd.Kind.LOST ? SubtestOutcome.INCONCLUSIVE : SubtestOutcome.CRASH;
  }

  private String ended(int exitCode) {
    if (!end.reason().isEmpty()) {
      return end.reason();
    }
    String problems = report.problems().stream().collect(Collectors.joining("; "));
    return "the script ended with exit code "
        + exitCode
        + (report.version().isEmpty()
            ? " and printed no block of results"
            : "; its block of results is not sound: " + problems);
  }

  private String lastWords() {
    List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
  }

  private SubtestResult whole(SubtestOutcome outcome, String message) {
    return new SubtestResult(script, script, outcome, Optional.empty(), message.strip());
  }
}
