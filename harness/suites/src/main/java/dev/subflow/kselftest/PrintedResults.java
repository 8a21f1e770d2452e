// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import java.time.Duration;
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
    Slice slice = Slice.whole(script, List.of(), Duration.ZERO);
    return new Reconciler(slice, output, end).results();
  }
}
