// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.cache.Cache;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.history.History;
import dev.subflow.history.HistoryDatabase;
import dev.subflow.history.HistoryIntake;
import dev.subflow.history.HistoryPlace;
import dev.subflow.report.HistorySpool;
import dev.subflow.report.Sanitizer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import picocli.CommandLine.Option;

/** Which history, and how commands use it. */
final class HistoryOptions {
  @Option(
      names = "--db",
      paramLabel = "DB",
      description =
          "A PostgreSQL as a URL of JDBC, or the path of a SQLite file (default: $$SUBFLOW_DB, else"
              + " history/results/history.sqlite in the cache).")
  private Optional<String> database = Optional.empty();

  /** Asks the history, after it has taken in what waits for it. */
  <T> T read(Streams streams, Function<History, T> query) {
    HistoryPlace place = place(streams);
    return HistoryDatabase.with(
        place,
        warning(streams),
        open -> {
          // A question to another database than the usual one takes nothing from that.
          if (database.isEmpty()) {
            var unused = new HistoryIntake(open).spool(new HistorySpool(place.cache()));
          }
          return query.apply(new History(open));
        });
  }

  /**
   * Takes folders of runs in.
   *
   * @return how many results are new
   */
  int take(Streams streams, List<Path> folders) {
    return HistoryDatabase.with(
        place(streams),
        warning(streams),
        open -> folders.stream().mapToInt(new HistoryIntake(open)::folder).sum());
  }

  /**
   * Takes in what waits. What goes wrong is one warning: runs have their results without a history,
   * and wait for the next time.
   */
  static void takeWaiting(Streams streams) {
    HistorySpool spool = new HistorySpool(Cache.ofUser(streams.environment()).root());
    if (!spool.waiting().isEmpty()) {
      orWarn(streams, open -> new HistoryIntake(open).spool(spool));
    }
  }

  /** Asks the usual history; where it can't be read, a warning is all that comes of it. */
  static void ask(Streams streams, Consumer<History> question) {
    orWarn(
        streams,
        open -> {
          question.accept(new History(open));
          return 0;
        });
  }

  private static void orWarn(Streams streams, Function<HistoryDatabase, Integer> work) {
    try {
      var unused =
          HistoryDatabase.with(new HistoryOptions().place(streams), warning(streams), work);
    } catch (InfrastructureException | UsageException e) {
      warning(streams)
          .accept(e.getMessage() + " Results are kept, and taken in when that is mended.");
    }
  }

  private HistoryPlace place(Streams streams) {
    Path cache = Cache.ofUser(streams.environment()).root();
    return HistoryPlace.of(database, streams.environment(), cache);
  }

  private static Consumer<String> warning(Streams streams) {
    return line ->
        streams
            .err()
            .println(streams.errStyle().notice("subflow: warning: ") + Sanitizer.line(line));
  }
}
