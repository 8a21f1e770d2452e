// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.failure.Splat;
import dev.subflow.kselftest.ScriptLog.Section;
import dev.subflow.ktap.KtapReport;
import dev.subflow.ktap.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes results of what a script printed: its block of results, and what it said before. */
final class Reconciler {
  // tools/testing/selftests/kselftest.h
  private static final int EXIT_XFAIL = 2;
  private static final int EXIT_XPASS = 3;
  private static final int EXIT_SKIP = 4;

  private final Slice slice;
  private final ScriptEnd end;
  private final Printed printed;
  private final List<Section> sections;
  private final KtapReport report;
  private final Points points;

  /**
   * Reads it.
   *
   * @param output all that the script printed
   */
  Reconciler(Slice slice, String output, ScriptEnd end) {
    this(slice, Printed.all(output), end);
  }

  Reconciler(Slice slice, Printed printed, ScriptEnd end) {
    this.slice = slice;
    this.end = end;
    this.printed = printed;
    this.sections = ScriptLog.parse(printed).sections();
    this.report = report(printed.text());
    this.points = new Points(slice.script(), report);
  }

  /** The block of results; without its first line, only what can be nothing else. */
  private static KtapReport report(String output) {
    int block = output.indexOf("TAP version ");
    KtapReport report = KtapReport.parse(block < 0 ? output : output.substring(block));
    boolean tells = block >= 0 || report.planned().isPresent() || report.bailedOut().isPresent();
    return tells ? report : KtapReport.parse("");
  }

  /** A result for each subtest that began or was planned. */
  List<SubtestResult> results() {
    Map<String, SubtestResult> results = new LinkedHashMap<>();
    List<SubtestResult> found = found();
    Map<String, Integer> times = new HashMap<>();
    for (SubtestResult result : found) {
      String name = result.name();
      while (results.containsKey(name)) {
        name = Repeated.numbered(result.name(), times.merge(result.name(), 1, Integer::sum) + 1);
      }
      results.put(name, result.named(name));
    }
    slice.planned().forEach(name -> results.computeIfAbsent(name, this::missing));
    if (isIncomplete() || found.stream().anyMatch(r -> endedEarly(r.outcome()))) {
      slice.known().forEach(name -> results.computeIfAbsent(name, this::missing));
    }
    if (found.stream().anyMatch(r -> r.outcome() == Outcome.CRASH) && nobodyKnowsTheRest()) {
      results.computeIfAbsent(slice.script(), this::rest);
    }
    return List.copyOf(results.values());
  }

  private boolean isIncomplete() {
    boolean hasAll = report.isSound() && report.planned().isPresent();
    return report.lacksOnlyPlans()
        || report.bailedOut().isPresent()
        || (printed.isCut() && !hasAll);
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
    if (exited && report.bailedOut().isPresent()) {
      return gaveUp(report.bailedOut().get());
    }
    if (exited && printed.isCut()) {
      return cut();
    }
    if (exited && end.exitCode() == 0 && report.lacksOnlyPlans()) {
      return withoutPlan();
    }
    boolean skipped = exited && end.exitCode() == EXIT_SKIP;
    if (skipped && report.lacksOnlyResults() && points.skipsLast()) {
      return skippedTheRest();
    }
    boolean silent =
        report.version().isEmpty() && report.planned().isEmpty() && slice.known().isEmpty();
    boolean failed =
        sections.stream().anyMatch(s -> s.outcome().filter(Outcome::isBad).isPresent());
    if (skipped && report.points().isEmpty() && !failed) {
      return List.of(whole(Outcome.SKIP, "the script skipped itself: " + printed.lastWords()));
    }
    if (exited && silent && sections.stream().allMatch(Section::over)) {
      return fromExitCode();
    }
    return fromLog();
  }

  private List<SubtestResult> fromReport() {
    List<SubtestResult> results = points.results(sections);
    if (results.isEmpty()) {
      results.add(whole(Outcome.SKIP, "the script planned no subtests: " + printed.lastWords()));
    }
    addWhatTheExitCodeTells(results);
    return results;
  }

  /** Results of output without a plan that is content with itself: nothing says that it was cut. */
  private List<SubtestResult> withoutPlan() {
    List<SubtestResult> results = points.results(sections);
    results.add(
        whole(
            Outcome.MISSING,
            "of its results there is no plan, so nobody knows whether there should be more: "
                + points.problems()));
    return results;
  }

  /** Results of a script that printed "Bail out!", whatever its exit code. */
  private List<SubtestResult> gaveUp(String why) {
    List<SubtestResult> results = soFar();
    String words = ("it gave up, with \"Bail out!\": " + why).strip();
    results.add(whole(Outcome.FAIL, words + "\n" + printed.lastWords()));
    results.addAll(rest(Outcome.MISSING, words));
    return results;
  }

  /** Results of very much output, of which the block of results is not all there. */
  private List<SubtestResult> cut() {
    List<SubtestResult> results = soFar();
    String words =
        printed.leftOut()
            + " characters of its output were left out, and results may have been among them";
    boolean failed = end.exitCode() != 0 && results.stream().noneMatch(r -> r.outcome().isBad());
    results.add(
        failed
            ? whole(Outcome.FAIL, "it ended with " + exitCode() + "; " + words)
            : whole(Outcome.MISSING, words));
    results.addAll(rest(Outcome.MISSING, words));
    return results;
  }

  /** What ksft_exit_skip() does after the first results: it skips one more and ends. */
  private List<SubtestResult> skippedTheRest() {
    List<SubtestResult> results = points.results(sections);
    results.addAll(rest(Outcome.SKIP, "the script skipped the rest: " + points.lastDirective()));
    return results;
  }

  /** Results for what the plan has and the output has not, unless the names are known. */
  private List<SubtestResult> rest(Outcome outcome, String why) {
    return slice.planned().isEmpty() && slice.known().isEmpty()
        ? points.rest(outcome, why)
        : List.of();
  }

  private List<SubtestResult> soFar() {
    return sections.isEmpty() ? points.results(sections) : fromSections(false);
  }

  private void addWhatTheExitCodeTells(List<SubtestResult> results) {
    boolean anyBad = results.stream().anyMatch(r -> r.outcome().isBad());
    boolean anyExpected = results.stream().anyMatch(r -> r.outcome() == Outcome.XFAIL);
    boolean excused = end.exitCode() == EXIT_SKIP || (end.exitCode() == EXIT_XFAIL && anyExpected);
    if (end.exitCode() != 0 && !excused && !anyBad) {
      results.add(
          whole(
              Outcome.FAIL,
              "no subtest failed, but the script ended with "
                  + exitCode()
                  + ":\n"
                  + printed.lastWords()));
    }
  }

  private String exitCode() {
    return "exit code "
        + end.exitCode()
        + switch (end.exitCode()) {
          case EXIT_XFAIL -> ", KSFT_XFAIL, though no result is an expected failure";
          case EXIT_XPASS -> ", KSFT_XPASS: a failure was expected and did not come";
          default -> "";
        };
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
    List<SubtestResult> results = fromSections(true);
    if (sections.isEmpty()) {
      // A program that prints its results as it goes.
      results.addAll(points.results(sections));
    }
    boolean planTells = end.kind() == ScriptEnd.Kind.LOST && !slice.planned().isEmpty();
    if (sections.stream().allMatch(Section::over) && !planTells) {
      results.add(running(slice.script(), ended() + "\n" + printed.lastWords()));
    }
    return results;
  }

  private List<SubtestResult> fromSections(boolean lastRan) {
    List<String> known = new ArrayList<>(slice.planned());
    known.addAll(slice.known());
    Titles titles = new Titles(sections, known);
    List<SubtestResult> results = new ArrayList<>();
    for (int i = 0; i < sections.size(); i++) {
      Section section = sections.get(i);
      boolean last = lastRan && i == sections.size() - 1;
      String name = titles.nameOf(section);
      String words = (last ? ended() + "\n" : "") + String.join("\n", section.lines());
      Outcome outcome = section.outcome().orElse(Outcome.MISSING);
      results.add(
          last && !section.over()
              ? running(name, words)
              : result(name, outcome, outcome.isGood() ? "" : words));
    }
    return results;
  }

  /** Result of what ran when the script ended in the middle. */
  private SubtestResult running(String name, String message) {
    boolean lost = end.kind() == ScriptEnd.Kind.LOST;
    SubtestResult ran = result(name, lost ? Outcome.INCONCLUSIVE : Outcome.CRASH, message.strip());
    return end.starved() ? ran.ofStarved() : ran;
  }

  private String ended() {
    if (end.kind() != ScriptEnd.Kind.EXITED) {
      return end.reason();
    }
    return "the script ended with exit code "
        + end.exitCode()
        + (report.version().isEmpty()
            ? " and printed no block of results"
            : "; its block of results is not sound: " + points.problems());
  }

  private SubtestResult whole(Outcome outcome, String message) {
    return result(slice.script(), outcome, message.strip());
  }

  private SubtestResult result(String name, Outcome outcome, String message) {
    List<Splat> met = outcome == Outcome.CRASH ? end.splats() : List.of();
    String script = slice.script();
    return new SubtestResult(
        script, name, outcome, Optional.empty(), Printed.message(message), met);
  }
}
