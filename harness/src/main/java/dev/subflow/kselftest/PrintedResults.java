// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.kselftest.ScriptLog.Section;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Results of scripts that ran somewhere else, out of what they printed there; the same as if they
 * had run here.
 */
public final class PrintedResults {
  private PrintedResults() {}

  /** Results of a script that ended by itself, and prints its subtests as TAP when it ends. */
  public static List<SubtestResult> exited(String script, String output, int exitCode) {
    return results(script, output, ScriptEnd.exited(exitCode));
  }

  /** Results of a script that was told to print no TAP of its subtests, and ended by itself. */
  public static List<SubtestResult> exitedWithoutTap(String script, String output, int exitCode) {
    List<Section> sections = ScriptLog.parse(output).sections();
    if (sections.isEmpty() || output.contains("TAP version ")) {
      return exited(script, output, exitCode);
    }
    List<SubtestResult> results = new ArrayList<>();
    for (Section section : sections) {
      SubtestOutcome outcome = section.outcome().orElse(SubtestOutcome.MISSING);
      String words = outcome == SubtestOutcome.PASS ? "" : String.join("\n", section.lines());
      results.add(new SubtestResult(script, section.title(), outcome, Optional.empty(), words));
    }
    boolean told = results.stream().anyMatch(r -> r.outcome() == SubtestOutcome.FAIL);
    if (exitCode != 0 && exitCode != Reconciler.EXIT_SKIP && !told) {
      results.add(
          new SubtestResult(
              script,
              script,
              SubtestOutcome.FAIL,
              Optional.empty(),
              "no subtest failed, but the script ended with exit code " + exitCode));
    }
    return List.copyOf(results);
  }

  /** Results of a script that its kernel, or the end of its time, stopped. */
  public static List<SubtestResult> crashed(String script, String output, String reason) {
    return results(script, output, ScriptEnd.crashed(reason));
  }

  /** Results of a script that the machine stopped. */
  public static List<SubtestResult> lost(String script, String output, String reason) {
    return results(script, output, ScriptEnd.lost(reason));
  }

  /** The title that a line begins a subtest with. */
  public static Optional<String> title(String line) {
    return ScriptLog.title(line);
  }

  /** The place in a list of results that a title is about; empty where it is about none. */
  public static Optional<Integer> indexOf(List<SubtestResult> results, String title) {
    List<String> names = results.stream().map(SubtestResult::name).toList();
    int index = names.indexOf(new Titles(List.of(), names).named(title));
    return index < 0 ? Optional.empty() : Optional.of(index);
  }

  private static List<SubtestResult> results(String script, String output, ScriptEnd end) {
    return new Reconciler(Slice.whole(script, List.of(), Duration.ZERO), output, end).results();
  }
}
