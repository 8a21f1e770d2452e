// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.report.ShellWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** The command line once more, for those who want to repeat a run. */
final class Reproduce {
  private Reproduce() {}

  static String line(@Nullable CommandSpec spec) {
    List<String> words = new ArrayList<>(List.of("./subflow"));
    words.addAll(Objects.requireNonNull(spec).commandLine().getParseResult().originalArgs());
    return ShellWords.quote(words);
  }
}
