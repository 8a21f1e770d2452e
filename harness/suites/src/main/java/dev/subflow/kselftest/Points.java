// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.kselftest.ScriptLog.Section;
import dev.subflow.ktap.KtapReport;
import dev.subflow.ktap.Outcome;
import dev.subflow.ktap.TestPoint;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Points of a script's block of results as results of its subtests. */
record Points(String script, KtapReport report) {
  private static final int MOST_NUMBERS = 1000;

  /** Characters of all messages together; they are in the script's output too. */
  private static final int MOST_WORDS = 32 << 20;

  private static final int MOST_PROBLEMS = 10;

  Points {
    Objects.requireNonNull(script, "script");
    Objects.requireNonNull(report, "report");
  }

  /** A result for each one that sums up no others, with the words that were said of it. */
  List<SubtestResult> results(List<Section> sections) {
    List<Leaf> leaves = report.points().stream().flatMap(p -> leaves("", p)).toList();
    List<String> names = leaves.stream().map(Leaf::name).toList();
    Titles titles = new Titles(sections, names);
    List<SubtestResult> results = new ArrayList<>();
    int room = MOST_WORDS;
    for (int i = 0; i < leaves.size(); i++) {
      TestPoint point = leaves.get(i).point();
      Outcome outcome = point.outcome();
      // Many may have one name, and with it the same words.
      boolean silent = outcome.isGood() || room <= 0;
      String why = silent ? "" : Printed.message(why(point, titles.said(i, names.get(i))));
      room -= why.length();
      results.add(new SubtestResult(script, names.get(i), outcome, point.time(), why));
    }
    return results;
  }

  /** A result that sums up no others, with the names of those above it. */
  private record Leaf(String name, TestPoint point) {}

  private Stream<Leaf> leaves(String above, TestPoint point) {
    String prefix = script.replaceFirst("\\.sh$", "") + ": ";
    String own =
        point.name().startsWith(prefix) ? point.name().substring(prefix.length()) : point.name();
    String name = ScriptLog.shortened(above + (own.isBlank() ? script : own.strip()));
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

  /** A result for each number of the plan that has none; the last of very many for all others. */
  List<SubtestResult> rest(Outcome outcome, String why) {
    Set<Integer> there = new HashSet<>();
    for (TestPoint point : report.points()) {
      there.add(point.number().orElse(there.size() + 1));
    }
    List<SubtestResult> rest = new ArrayList<>();
    int planned = report.planned().orElse(0);
    for (int number = 1; number <= planned; number++) {
      if (rest.size() == MOST_NUMBERS) {
        rest.add(ofNumber("results " + number + " to " + planned, outcome, why));
        return rest;
      }
      if (!there.contains(number)) {
        rest.add(ofNumber("result " + number, outcome, why));
      }
    }
    return rest;
  }

  private SubtestResult ofNumber(String name, Outcome outcome, String why) {
    return new SubtestResult(script, name, outcome, Optional.empty(), why);
  }

  boolean skipsLast() {
    return last().filter(point -> point.outcome() == Outcome.SKIP).isPresent();
  }

  String lastDirective() {
    return last().map(TestPoint::directive).orElse("");
  }

  private Optional<TestPoint> last() {
    List<TestPoint> points = report.points();
    return points.isEmpty() ? Optional.empty() : Optional.of(points.get(points.size() - 1));
  }

  /** Why the block is not to be trusted, as far as anybody reads that. */
  String problems() {
    List<String> problems = report.problems();
    String first = String.join("; ", problems.stream().limit(MOST_PROBLEMS).toList());
    int more = problems.size() - MOST_PROBLEMS;
    return more > 0 ? first + "; and " + more + " more" : first;
  }
}
