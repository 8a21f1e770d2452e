// SPDX-License-Identifier: Apache-2.0
package dev.subflow.ktap;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;

/** Results of one level while they are read. */
final class Block {
  private static final int MAX_DIAGNOSTICS = 1000;
  private static final int MAX_PROBLEMS = 1000;
  private static final int MAX_NAMED = 10;
  private static final int LONGEST_NAME = 100;

  /** The end of what is wrong with a block that may be whole, or not. */
  static final String NO_PLAN = "it has no plan, so nobody knows whether results are missing";

  final Nesting nesting;
  Optional<String> version = Optional.empty();
  OptionalInt planned = OptionalInt.empty();
  final List<TestPoint> points = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private final List<String> pending = new ArrayList<>();
  private final Set<Integer> numbers = new HashSet<>();

  Block(Nesting nesting) {
    this.nesting = nesting;
  }

  /** One more reason not to trust it; the first ones are enough. */
  void problem(String text) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add(text);
    }
  }

  void comment(String text) {
    if (pending.size() < MAX_DIAGNOSTICS) {
      pending.add(text);
    }
  }

  void plan(KtapLine.Plan plan) {
    if (planned.isPresent() && planned.getAsInt() != plan.count()) {
      problem("it plans " + planned.getAsInt() + " results and then " + plan.count());
    }
    planned = OptionalInt.of(plan.count());
    if (plan.count() == 0 && !plan.directive().isEmpty()) {
      comment(plan.directive());
    }
  }

  void result(KtapLine.Result line, Optional<Block> subtests) {
    Outcome outcome = Directive.outcome(line.ok(), line.directive());
    List<TestPoint> below = subtests.map(b -> List.copyOf(b.points)).orElse(List.of());
    if (outcome == Outcome.PASS && below.stream().anyMatch(p -> p.outcome().isBad())) {
      problem(quoted(line.name()) + " says ok but a subtest of it does not");
      outcome = Outcome.FAIL;
    }
    subtests.ifPresent(
        b -> b.problems().forEach(p -> problem("in " + quoted(line.name()) + ": " + p)));
    List<String> diagnostics = new ArrayList<>(pending);
    subtests.ifPresent(b -> diagnostics.addAll(b.pending));
    pending.clear();
    if (line.number().isPresent() && !numbers.add(line.number().getAsInt())) {
      problem("result " + line.number().getAsInt() + " came twice");
    }
    points.add(
        new TestPoint(
            line.number(),
            line.name(),
            outcome,
            line.directive(),
            Directive.time(line.directive()),
            diagnostics,
            below));
  }

  /** Takes over a block whose own result line never came. */
  void adopt(Block orphan) {
    problem(
        "a block of "
            + orphan.points.size()
            + " results has no result line of its own: what ran it ended early");
    orphan.problems().forEach(this::problem);
    points.add(
        new TestPoint(
            OptionalInt.empty(),
            "",
            Outcome.ERROR,
            "",
            Optional.empty(),
            orphan.pending,
            orphan.points));
  }

  /** Problems of the block now that it has ended. */
  List<String> problems() {
    List<String> all = new ArrayList<>(problems);
    if (planned.isPresent() && points.size() < planned.getAsInt()) {
      Set<Integer> missing = new TreeSet<>();
      for (int i = 1; i <= planned.getAsInt() && missing.size() <= MAX_NAMED; i++) {
        if (!numbers.contains(i)) {
          missing.add(i);
        }
      }
      all.add(
          "it plans "
              + planned.getAsInt()
              + " results but has "
              + points.size()
              + (numbers.isEmpty() ? "" : "; missing: " + named(missing)));
    } else if (planned.isPresent() && points.size() > planned.getAsInt()) {
      all.add("it plans " + planned.getAsInt() + " results but has " + points.size());
    } else if (planned.isEmpty() && !points.isEmpty()) {
      all.add(NO_PLAN);
    }
    return all;
  }

  /** A name, or the begin of a long one. */
  static String quoted(String name) {
    boolean fits = name.length() <= LONGEST_NAME;
    return "\"" + (fits ? name : name.substring(0, LONGEST_NAME) + "...") + "\"";
  }

  private static String named(Set<Integer> missing) {
    String list =
        String.join(", ", missing.stream().limit(MAX_NAMED).map(String::valueOf).toList());
    return missing.size() > MAX_NAMED ? list + ", ..." : list;
  }
}
