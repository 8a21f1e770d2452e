// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks;

import dev.subflow.failure.CrashSummary;
import dev.subflow.history.History;
import dev.subflow.history.HistoryDatabase;
import dev.subflow.history.HistoryFilter;
import dev.subflow.history.HistoryIntake;
import dev.subflow.history.HistoryPlace;
import dev.subflow.json.Json;
import dev.subflow.report.RunFacts;
import dev.subflow.report.RunFacts.KernelBuild;
import dev.subflow.report.TestResult;
import dev.subflow.report.TestResultBuilder;
import dev.subflow.report.Verdict;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Time that a long history takes to answer. */
@Command(
    name = "HistoryQueries",
    mixinStandardHelpOptions = true,
    description = {
      "Fills a history with results of made-up runs, and asks what subflow history asks. Exit code 1",
      "if the median of a question is above the limit. With --db the rows are made in that database,",
      "which must be an empty one, and stay there."
    })
public final class HistoryQueries implements Callable<Integer> {
  private static final int TESTS = 500;
  private static final int OF_A_RUN = 200;
  private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

  @Option(names = "--results", description = "default ${DEFAULT-VALUE}")
  private int results = 100_000;

  @Option(names = "--times", description = "each question is asked; default ${DEFAULT-VALUE}")
  private int times = 15;

  @Option(names = "--limit", description = "milliseconds; default ${DEFAULT-VALUE}")
  private int limitMillis = 200;

  @Option(names = "--db", description = "URL of an empty PostgreSQL; default a SQLite file")
  private Optional<String> database = Optional.empty();

  @Option(names = "--seed", description = "default ${DEFAULT-VALUE}")
  private long seed = 1;

  @Spec private @Nullable CommandSpec spec;

  /** Prints a line for each question. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new HistoryQueries()).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Objects.requireNonNull(spec, "spec").commandLine().getOut();
    try (TemporaryFolder folder = TemporaryFolder.create()) {
      HistoryPlace place = HistoryPlace.of(database, Map.of(), folder.path().resolve("cache"));
      Path runs = folder.path().resolve("runs");
      make(runs);
      return HistoryDatabase.with(
          place,
          out::println,
          open -> {
            long start = System.nanoTime();
            int added = new HistoryIntake(open).folder(runs);
            out.printf(
                "%d results taken in within %.1f s%n", added, (System.nanoTime() - start) / 1e9);
            return ask(new History(open), out);
          });
    }
  }

  private int ask(History history, PrintWriter out) {
    HistoryFilter all = HistoryFilter.ALL;
    Optional<String> none = Optional.empty();
    Map<String, Function<History, List<?>>> questions =
        Map.of(
            "history", h -> h.tests(all),
            "history Theme7",
                h -> h.tests(new HistoryFilter(Optional.of("Theme7"), none, Optional.empty())),
            "history --kernel '*.3-1'",
                h -> h.tests(new HistoryFilter(none, Optional.of("*.3-1"), Optional.empty())),
            "history --since, half of it",
                h ->
                    h.tests(
                        new HistoryFilter(
                            none, none, Optional.of(BEGIN.plusSeconds(30L * results)))),
            "history --splats", h -> h.splats(all),
            "history --runs", h -> h.runs(all, 20));
    Samples samples = new Samples();
    questions.keySet().stream()
        .sorted()
        .forEach(
            name -> {
              for (int i = 0; i < times; i++) {
                long start = System.nanoTime();
                var unused = Objects.requireNonNull(questions.get(name)).apply(history);
                samples.add(name, (System.nanoTime() - start) / 1e6);
              }
            });
    samples.print(out, "ms");
    return questions.keySet().stream().anyMatch(name -> samples.median(name) > limitMillis) ? 1 : 0;
  }

  /** A minute for each result. */
  private void make(Path folder) throws IOException {
    Random random = new Random(seed);
    for (int first = 0; first < results; first += OF_A_RUN) {
      Path run = Files.createDirectories(folder.resolve("run" + first / OF_A_RUN));
      String kernel = "6.12." + first / Math.max(1, results / 10) + "-1";
      new RunFacts(
              "run" + first,
              at(first),
              "subflow run '*'",
              "c" + first / 2000,
              "box",
              "cpu",
              4,
              List.of(new KernelBuild(kernel, kernel + "-amd64", "b" + first / 4000)))
          .write(run);
      try (BufferedWriter lines = Files.newBufferedWriter(run.resolve("results.jsonl"))) {
        for (int i = first; i < Math.min(results, first + OF_A_RUN); i++) {
          lines.write(Json.line(result(i, kernel, random)) + "\n");
        }
      }
    }
  }

  private static Instant at(int result) {
    return BEGIN.plusSeconds(60L * result);
  }

  private static TestResult result(int number, String kernel, Random random) {
    int test = number % TESTS;
    // Some tests are flaky, and some fail at last.
    double failing = test % 10 == 0 ? 0.1 : test % 50 == 1 && number % 3 == 0 ? 1 : 0.002;
    boolean fails = random.nextDouble() < failing;
    boolean crashes = fails && random.nextInt(4) == 0;
    Verdict verdict = crashes ? Verdict.CRASH : fails ? Verdict.FAIL : Verdict.PASS;
    TestResultBuilder result =
        TestResult.builder("x.Theme", "Theme" + test / 20 + ".test" + test, verdict)
            .time(at(number), Duration.ofMillis(1000 + random.nextInt(9000)))
            .kernels(Map.of("client", kernel, "server", kernel))
            .accelerator("tcg of QEMU 10.0.7, 1 processor");
    if (crashes) {
      String place = "KASAN f" + random.nextInt(30) + " < g";
      result.crashes(List.of(new CrashSummary("client", "KASAN", "BUG: " + place, place, place)));
    }
    return result.build();
  }
}
