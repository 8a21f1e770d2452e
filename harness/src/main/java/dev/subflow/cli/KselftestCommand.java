// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.artifact.SelftestBundle;
import dev.subflow.host.UsageException;
import dev.subflow.kselftest.SelftestChoice;
import dev.subflow.kselftest.SelftestHistory;
import dev.subflow.kselftest.SelftestSuite;
import dev.subflow.kselftest.SubtestOutcome;
import dev.subflow.kselftest.SubtestResult;
import dev.subflow.kselftest.SuiteObserver;
import dev.subflow.kselftest.SuiteResult;
import dev.subflow.kselftest.SuiteSettings;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.lab.LabSettings;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.RunReport;
import dev.subflow.report.TestResult;
import dev.subflow.report.TestResultBuilder;
import dev.subflow.report.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs the kernel's own selftests. */
@Command(
    name = "kselftest",
    description = {
      "Runs the kernel's own selftests, each subtest a result of its own.",
      "They are taken from the source of the kernel under test, and compiled once."
    },
    mixinStandardHelpOptions = true)
final class KselftestCommand implements Callable<Integer> {
  private final Streams streams;
  @Mixin private final GuestOptions guests = new GuestOptions();

  @Parameters(
      arity = "0..*",
      paramLabel = "SCRIPT[:SUBTEST]",
      description = "Such as mptcp_join, or mptcp_join:'single subflow' (default: all scripts).")
  private List<String> names = List.of();

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      defaultValue = "net/mptcp",
      description = "Folder below tools/testing/selftests (default: ${DEFAULT-VALUE}).")
  private String folder = "net/mptcp";

  @Option(
      names = "--tree",
      paramLabel = "DIR",
      description = "Take the selftests from this kernel tree instead of the kernel's own source.")
  private Optional<Path> tree = Optional.empty();

  @Option(
      names = "--shards",
      paramLabel = "N",
      description = "How many clones run at once (default: two for each core); 1 for none.")
  private Optional<Integer> shards = Optional.empty();

  @Option(names = "--no-rerun", description = "Do not give what failed a second attempt, alone.")
  private boolean noRerun;

  @Option(names = "--list", description = "List the scripts, and what the kernel lacks for them.")
  private boolean list;

  KselftestCommand(Streams streams) {
    this.streams = streams;
  }

  @Option(names = "--history", description = "Show how subtests ended so far, and run nothing.")
  private boolean showHistory;

  @Override
  public Integer call() {
    if (showHistory) {
      return history();
    }
    int atOnce = shards.orElse(2 * Runtime.getRuntime().availableProcessors());
    if (atOnce < 1) {
      throw new UsageException("--shards " + atOnce + ": at least one clone has to run");
    }
    Path home = Home.find();
    LabSettings lab = guests.settings(home);
    OutputFolder output = OutputFolder.check(guests.out, home);
    Instant started = Instant.now();
    try (Progress progress = Progress.onOut(streams)) {
      new Preparation(progress).prepare(lab);
      try (LabEnvironment environment = LabEnvironment.open(lab, progress::detail)) {
        SelftestBundle bundle = environment.selftests(folder, tree);
        progress.status("");
        if (list) {
          return list(bundle);
        }
        warnOfMissingOptions(bundle);
        RunDirectory directory = output.make();
        SelftestHistory history = SelftestHistory.of(lab.cache(), folder);
        SelftestSuite suite =
            new SelftestSuite(
                environment,
                bundle,
                new SuiteSettings(atOnce, !noRerun, directory.path(), history.durations()),
                new Watcher(progress));
        SelftestChoice choice = SelftestChoice.parse(names);
        List<SuiteResult> results = new ArrayList<>();
        boolean ended =
            Interruption.during(
                () -> results.addAll(suite.run(choice)),
                () -> {
                  progress.silence();
                  keep(suite.results(), directory, environment, started);
                  streams
                      .err()
                      .println(
                          "\ninterrupted; what there is: " + RunPrinter.relative(directory.path()));
                });
        if (!ended) {
          return ExitCodes.INTERRUPTED;
        }
        history.add(environment.kernel().version(), results);
        progress.silence();
        return keep(results, directory, environment, started);
      }
    }
  }

  private int history() {
    SelftestHistory history = SelftestHistory.of(LabSettings.defaultCache(), folder);
    Map<String, List<SelftestHistory.Attempt>> bySubtest =
        history.attempts().stream()
            .collect(
                Collectors.groupingBy(
                    a -> a.id() + "\0" + a.kernel(), TreeMap::new, Collectors.toList()));
    Table table = new Table("RUNS", "PASS", "FAIL", "SKIP", "OTHER", "LAST", "KERNEL", "SUBTEST");
    bySubtest.values().forEach(attempts -> table.row(row(attempts)));
    table.lines().forEach(streams.out()::println);
    return ExitCodes.PASSED;
  }

  private static String[] row(List<SelftestHistory.Attempt> attempts) {
    SelftestHistory.Attempt last = attempts.get(attempts.size() - 1);
    Map<SubtestOutcome, Long> counts =
        attempts.stream()
            .collect(
                Collectors.groupingBy(SelftestHistory.Attempt::outcome, Collectors.counting()));
    long pass = counts.getOrDefault(SubtestOutcome.PASS, 0L);
    long fail = counts.getOrDefault(SubtestOutcome.FAIL, 0L);
    long skip = counts.getOrDefault(SubtestOutcome.SKIP, 0L);
    return new String[] {
      String.valueOf(attempts.size()),
      String.valueOf(pass),
      String.valueOf(fail),
      String.valueOf(skip),
      String.valueOf(attempts.size() - pass - fail - skip),
      Durations.text(Duration.ofMillis(last.millis())),
      last.kernel(),
      last.id()
    };
  }

  private int list(SelftestBundle bundle) {
    bundle.scripts().forEach(streams.out()::println);
    warnOfMissingOptions(bundle);
    return ExitCodes.PASSED;
  }

  private void warnOfMissingOptions(SelftestBundle bundle) {
    if (!bundle.missingOptions().isEmpty()) {
      streams
          .err()
          .println(
              "The kernel lacks options that "
                  + bundle.folder()
                  + "/config asks for; tests may fail or skip: "
                  + String.join(" ", bundle.missingOptions()));
    }
  }

  /** Writes and prints the results; what the command exits with. */
  private int keep(
      List<SuiteResult> results,
      RunDirectory directory,
      LabEnvironment environment,
      Instant started) {
    try (RunReport report = RunReport.open(directory)) {
      results.forEach(result -> report.add(result(result, environment)));
    }
    print(directory, Duration.between(started, Instant.now()));
    return RunReport.read(directory.path()).exitCode();
  }

  private TestResult result(SuiteResult result, LabEnvironment environment) {
    SubtestResult last = result.decisive();
    TestResultBuilder builder =
        TestResult.builder(folder.replace('/', '.'), last.id(), verdict(last.outcome()))
            .time(result.started(), last.time().orElse(result.elapsed()))
            .kernels(Map.of("guest", environment.kernel().version()))
            .accelerator(environment.acceleratorName())
            .evidence(String.valueOf(result.evidence().getFileName()))
            .attempts(result.attempts().size());
    String message = message(result);
    return (message.isEmpty() ? builder : builder.message(message)).build();
  }

  private static String message(SuiteResult result) {
    SubtestResult last = result.decisive();
    String text =
        last.outcome() == SubtestOutcome.IGNORED
            ? "failed, which upstream knows it does now and then\n" + last.message()
            : last.message();
    if (result.attempts().size() == 1) {
      return text;
    }
    return "attempts: "
        + result.attempts().stream()
            .map(a -> a.outcome().toString())
            .collect(Collectors.joining(", "))
        + "\n"
        + result.attempts().stream()
            .map(SubtestResult::message)
            .filter(m -> !m.isEmpty())
            .findFirst()
            .orElse("");
  }

  private static Verdict verdict(SubtestOutcome outcome) {
    return switch (outcome) {
      case PASS -> Verdict.PASS;
      case FAIL -> Verdict.FAIL;
      case SKIP, IGNORED -> Verdict.SKIP;
      case CRASH -> Verdict.CRASH;
      case MISSING -> Verdict.MISSING;
      case INCONCLUSIVE -> Verdict.INCONCLUSIVE;
    };
  }

  private void print(RunDirectory directory, Duration took) {
    RunPrinter printer = new RunPrinter(streams.out(), streams.outStyle());
    printer.print(RunReport.read(directory.path()), List.of(), directory.path(), took);
  }

  /** Tells what goes on. */
  private record Watcher(Progress progress) implements SuiteObserver {
    @Override
    public void began(String script, int subtests) {
      progress.say(script + (subtests == 0 ? "" : ": " + subtests + " subtests"));
    }

    @Override
    public void subtest(String script, String title) {
      progress.status(script + ": " + title);
    }

    @Override
    public void ended(String script, List<SubtestResult> results) {
      Map<SubtestOutcome, Long> counts =
          results.stream()
              .collect(Collectors.groupingBy(SubtestResult::outcome, Collectors.counting()));
      progress.say(script + ": " + counts);
      results.stream()
          .filter(r -> r.outcome() == SubtestOutcome.FAIL || r.outcome() == SubtestOutcome.CRASH)
          .forEach(r -> progress.say(r.outcome() + "  " + r.id()));
    }
  }
}
