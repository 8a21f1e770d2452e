// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Takes folders of runs into the history. */
@Command(
    name = "import",
    description = {
      "Takes the results in folders of runs, and below them, into the history.",
      "Runs on this machine are there by themselves; this is for those of others, such as artifacts"
          + " of CI. Results that are there already stay as they are.",
      "",
      "Example: subflow history import target/subflow"
    },
    mixinStandardHelpOptions = true)
final class HistoryImportCommand implements Callable<Integer> {
  private final Streams streams;
  @Mixin private final HistoryOptions options = new HistoryOptions();

  @Parameters(arity = "1..*", paramLabel = "DIR", description = "Folders with results.json.")
  private List<Path> folders = List.of();

  HistoryImportCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    int added = options.take(streams, folders);
    streams.out().println(added == 1 ? "1 new result" : added + " new results");
    return ExitCodes.PASSED;
  }
}
