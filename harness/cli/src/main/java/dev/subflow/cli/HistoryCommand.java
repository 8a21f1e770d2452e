// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.failure.UsageException;
import dev.subflow.history.History;
import dev.subflow.history.HistoryFilter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Tells how tests ended in all runs so far. */
@Command(
    name = "history",
    description = {
      "Tells how tests ended so far: how often they fail, since when, how long they take.",
      "Results of every run are kept: of run, kselftest, regress, virtme and Maven.",
      "",
      "FAILED counts failures, crashes and missing results, also where another attempt passed;"
          + " skipped and inconclusive results count nowhere. RATE has the interval that holds the"
          + " true rate in 95 of 100 cases. MEDIAN is that of the last 20 passes, and TREND how"
          + " much longer the newer half of them takes.",
      "",
      "The history is a SQLite file in the cache. A team names a PostgreSQL with --db or"
          + " SUBFLOW_DB, such as jdbc:postgresql://db.example/subflow?user=ci; PGPASSWORD is not"
          + " read, the driver takes the password from the URL or ~/.pgpass."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the history was read, even if it is empty",
      "2:bad usage or bad input",
      "3:the database cannot be read or reached"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  subflow history",
      "  subflow history 'FullMesh*' --kernel '6.12*' --since 30d",
      "  subflow history mptcp_join",
      "  subflow history --splats",
      "  subflow history --runs --last 50 --json"
    })
final class HistoryCommand implements Callable<Integer> {
  private final Streams streams;
  @Mixin private final HistoryOptions options = new HistoryOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "TEST-GLOB",
      description = "Name of a test, a class or a script, with * and ? (quote them).")
  private Optional<String> tests = Optional.empty();

  @Option(names = "--splats", description = "Show the splats that tests met instead.")
  private boolean splats;

  @Option(names = "--runs", description = "Show the last runs instead.")
  private boolean runs;

  @Option(
      names = "--last",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many runs --runs shows (default: ${DEFAULT-VALUE}).")
  private int last = 20;

  @Option(
      names = "--kernel",
      paramLabel = "GLOB",
      description = "Results of these kernels alone, such as '6.12*': version or release.")
  private Optional<String> kernel = Optional.empty();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Results since then: a date, or an age such as 30d, 12h, 2w.")
  private Optional<String> since = Optional.empty();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  HistoryCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    if (splats && runs) {
      throw new UsageException("--splats and --runs are two views; take one");
    }
    if (last < 1) {
      throw new UsageException("--last " + last + ": at least one run has to be shown");
    }
    HistoryFilter filter = new HistoryFilter(tests, kernel, since.map(Ages::since));
    HistoryPrinter printer = new HistoryPrinter(streams.out(), streams.outStyle());
    if (splats) {
      print(history -> history.splats(filter), printer::splats);
    } else if (runs) {
      print(history -> history.runs(filter, last), printer::runs);
    } else {
      print(history -> history.tests(filter), printer::tests);
    }
    return ExitCodes.PASSED;
  }

  /** Shows a list. */
  private interface View<T> {
    void show(List<T> rows);
  }

  private <T> void print(Function<History, List<T>> query, View<T> view) {
    List<T> rows = options.read(streams, query);
    if (json) {
      streams.out().println(Json.pretty(rows));
    } else if (rows.isEmpty()) {
      boolean isWhole = tests.isEmpty() && kernel.isEmpty() && since.isEmpty();
      streams
          .out()
          .println(
              isWhole && !splats
                  ? "Nothing is in the history yet: subflow run"
                  : "Nothing in the history matches.");
    } else {
      view.show(rows);
    }
  }
}
