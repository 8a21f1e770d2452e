// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.failure.Splat;
import dev.subflow.kselftest.ScriptLog.Section;
import dev.subflow.ktap.KtapReport;
import dev.subflow.ktap.Outcome;
import dev.subflow.ktap.TestPoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Makes results of what a script printed: its block of results, and what it said before. */
final class Reconciler {
  private static final int LAST_WORDS = 20;
  private static final int EXIT_SKIP = 4;

  private final Slice slice;
  private final ScriptEnd end;
  private final String output;
  private final String prefix;
  private final List<Section> sections;
  private final KtapReport report;

  /**
   * Reads it.
   *
   * @param output all that the script printed
   */
  Reconciler(Slice slice, String output, ScriptEnd end) {
    this.slice = slice;
    this.end = end;
    this.output = output;
    this.prefix = slice.script().replaceFirst("\\.sh$", "") + ": ";
    this.sections = ScriptLog.parse(output).sections();
    int block = output.indexOf("TAP version ");
    this.report = KtapReport.parse(block < 0 ? "" : output.substring(block));
  }

  /** A result for each subtest that began or was planned. */
  List<SubtestResult> results() {
    Map<String, SubtestResult> results = new LinkedHashMap<>();
    List<SubtestResult> found = found();
    for (SubtestResult result : found) {
      String name = result.name();
      for (int again = 2; results.containsKey(name); again++) {
        name = Repeated.numbered(result.name(), again);
      }
      results.put(name, result.named(name));
    }
    slice.planned().forEach(name -> results.computeIfAbsent(name, this::missing));
    boolean unplanned = report.lacksOnlyPlans();
    if (unplanned || found.stream().anyMatch(r -> endedEarly(r.outcome()))) {
      slice.known().forEach(name -> results.computeIfAbsent(name, this::missing));
    }
    if (found.stream().anyMatch(r -> r.outcome() == Outcome.CRASH) && nobodyKnowsTheRest()) {
      results.computeIfAbsent(slice.script(), this::rest);
    }
    return List.copyOf(results.values());
  }

  private static boolean endedEarly(Outcome outcome) {
    return outcome == Outcome.CRASH || outcome == Outcome.INCONCLUSIVE;
  }

  private boolean nobodyKnowsTheRest() {
    boolean all = report.planned().isPresent() && sections.size() >= report.planned().getAsInt();
    return slice.planned().isEmpty() && slice.known().isEmpty() && !all;
  }

  private SubtestResult rest(String script) {
    return result(
        script,
        Outcome.MISSING,
        "the rest is not known: these selftests never ran to the end of this script");
  }

  private SubtestResult missing(String name) {
    Outcome outcome = end.kind() == ScriptEnd.Kind.LOST ? Outcome.INCONCLUSIVE : Outcome.MISSING;
    String message =
        end.kind() == ScriptEnd.Kind.EXITED
            ? "the script ended without a result of it"
            : "it did not come to it: " + end.reason().lines().findFirst().orElse("");
    return result(name, outcome, message);
  }

  private List<SubtestResult> found() {
    boolean exited = end.kind() == ScriptEnd.Kind.EXITED;
    if (exited && report.isSound() && report.planned().isPresent()) {
      return fromReport();
    }
    if (exited && end.exitCode() == 0 && report.lacksOnlyPlans()) {
      return withoutPlan();
    }
    boolean silent = report.version().isEmpty() && slice.known().isEmpty();
    if (exited && end.exitCode() == EXIT_SKIP && report.points().isEmpty()) {
      return List.of(whole(Outcome.SKIP, "the script skipped itself: " + lastWords()));
    }
    if (exited && silent && sections.stream().allMatch(Section::over)) {
      return fromExitCode();
    }
    return fromLog();
  }

  private List<SubtestResult> fromReport() {
    List<SubtestResult> results = fromPoints();
    if (results.isEmpty()) {
      results.add(whole(Outcome.SKIP, "the script planned no subtests: " + lastWords()));
    }
    addWhatTheExitCodeTells(results);
    return results;
  }

  /** Results of output without a plan that is content with itself: nothing says that it was cut. */
  private List<SubtestResult> withoutPlan() {
    List<SubtestResult> results = fromPoints();
    results.add(
        whole(
            Outcome.MISSING,
            "of its results there is no plan, so nobody knows whether there should be more: "
                + String.join("; ", report.problems())));
    return results;
  }

  private List<SubtestResult> fromPoints() {
    List<Leaf> leaves = report.points().stream().flatMap(p -> leaves("", p)).toList();
    List<String> names = leaves.stream().map(Leaf::name).toList();
    Titles titles = new Titles(sections, names);
    List<SubtestResult> results = new ArrayList<>();
    for (int i = 0; i < leaves.size(); i++) {
      TestPoint point = leaves.get(i).point();
      Outcome outcome = point.outcome();
      results.add(
          new SubtestResult(
              slice.script(),
              names.get(i),
              outcome,
              point.time(),
              outcome.isGood() ? "" : why(point, titles.said(i, names.get(i)))));
    }
    return results;
  }

  /** A result that sums up no others, with the names of those above it. */
  private record Leaf(String name, TestPoint point) {}

  private Stream<Leaf> leaves(String above, TestPoint point) {
    String own =
        point.name().startsWith(prefix) ? point.name().substring(prefix.length()) : point.name();
    String name = above + (own.isBlank() ? slice.script() : own.strip());
    return point.subtests().isEmpty()
        ? Stream.of(new Leaf(name, point))
        : point.subtests().stream().flatMap(p -> leaves(name + "/", p));
  }

  /** The script's own words about a subtest: those that it said for people, else the directive. */
  private static String why(TestPoint point, List<String> said) {
    List<String> words = new ArrayList<>(said.isEmpty() ? point.diagnostics() : said);
    if (!point.directive().isEmpty()) {
      words.add("# " + point.directive());
    }
    return String.join("\n", words);
  }

  private void addWhatTheExitCodeTells(List<SubtestResult> results) {
    boolean anyBad = results.stream().anyMatch(r -> r.outcome().isBad());
    if (end.exitCode() != 0 && end.exitCode() != EXIT_SKIP && !anyBad) {
      results.add(
          whole(
              Outcome.FAIL,
              "no subtest failed, but the script ended with exit code "
                  + end.exitCode()
                  + ":\n"
                  + lastWords()));
    }
  }

  /** A script that has no block of results and never had one: its exit code is its result. */
  private List<SubtestResult> fromExitCode() {
    List<SubtestResult> results = new ArrayList<>();
    for (Section section : sections) {
      Outcome outcome = section.outcome().orElse(Outcome.FAIL);
      String words = outcome.isGood() ? "" : String.join("\n", section.lines());
      results.add(result(section.title(), outcome, words));
    }
    if (results.isEmpty() && end.exitCode() == 0) {
      results.add(whole(Outcome.PASS, ""));
    }
    addWhatTheExitCodeTells(results);
    return results;
  }

  /** Without a sound block: subtests that ended have what their marks say, and the last one ran. */
  private List<SubtestResult> fromLog() {
    List<String> known = new ArrayList<>(slice.planned());
    known.addAll(slice.known());
    Titles titles = new Titles(sections, known);
    List<SubtestResult> results = new ArrayList<>();
    for (int i = 0; i < sections.size(); i++) {
      Section section = sections.get(i);
      boolean last = i == sections.size() - 1;
      Outcome outcome =
          last && !section.over() ? running() : section.outcome().orElse(Outcome.MISSING);
      String words = (last ? ended() + "\n" : "") + String.join("\n", section.lines());
      results.add(result(titles.nameOf(section), outcome, outcome.isGood() ? "" : words));
    }
    if (sections.isEmpty()) {
      // A program that prints its results as it goes.
      results.addAll(fromPoints());
    }
    boolean planTells = end.kind() == ScriptEnd.Kind.LOST && !slice.planned().isEmpty();
    if (sections.stream().allMatch(Section::over) && !planTells) {
      results.add(whole(running(), ended() + "\n" + lastWords()));
    }
    return results;
  }

  private Outcome running() {
    return end.kind() == ScriptEnd.Kind.LOST ? Outcome.INCONCLUSIVE : Outcome.CRASH;
  }

  private String ended() {
    if (end.kind() != ScriptEnd.Kind.EXITED) {
      return end.reason();
    }
    return "the script ended with exit code "
        + end.exitCode()
        + (report.version().isEmpty()
            ? " and printed no block of results"
            : "; its block of results is not sound: " + String.join("; ", report.problems()));
  }

  private String lastWords() {
    List<String> lines = output.lines().filter(line -> !line.isBlank()).toList();
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size()));
  }

  private SubtestResult whole(Outcome outcome, String message) {
    return result(slice.script(), outcome, message.strip());
  }

  private SubtestResult result(String name, Outcome outcome, String message) {
    List<Splat> met = outcome == Outcome.CRASH ? end.splats() : List.of();
    return new SubtestResult(slice.script(), name, outcome, Optional.empty(), message, met);
  }
}
