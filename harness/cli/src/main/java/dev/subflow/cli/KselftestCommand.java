// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.artifact.Artifacts;
import dev.subflow.artifact.Preparation;
import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.failure.UsageException;
import dev.subflow.junit.HistoryNote;
import dev.subflow.junit.Jobs;
import dev.subflow.kselftest.SelftestChoice;
import dev.subflow.kselftest.SelftestHistory;
import dev.subflow.kselftest.SelftestReport;
import dev.subflow.kselftest.SelftestSuite;
import dev.subflow.kselftest.Selftests;
import dev.subflow.kselftest.SuiteResult;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.lab.LabSettings;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.Sanitizer;
import dev.subflow.run.RunOutcome;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
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
      names = "--kunit",
      description = "Run KUnit's tests of MPTCP instead, where the kernel has them.")
  private boolean kunit;

  @Option(
      names = "--packetdrill",
      paramLabel = "DIR",
      description = "Run packetdrill's tests of MPTCP instead, from this checkout of it.")
  private Optional<Path> packetdrill = Optional.empty();

  @Option(
      names = "--shards",
      paramLabel = "N",
      description =
          "How many clones run at once (default: two for each core, as far as memory goes); 1 for none.")
  private Optional<Integer> shards = Optional.empty();

  @Option(names = "--no-rerun", description = "Do not give what failed a second attempt, alone.")
  private boolean noRerun;

  @Option(
      names = "--despite-config",
      description = "Run although the kernel lacks options that the tests ask for.")
  private boolean despiteConfig;

  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      description =
          "A variable of the scripts' environment; SELFTESTS_MPTCP_LIB_EXPECT_ALL_FEATURES=1 makes"
              + " tests of what the kernel or a tool lacks fail instead of skip, as upstream's CI does.")
  private Map<String, String> variables = Map.of();

  @Option(names = "--list", description = "List the scripts, and what the kernel lacks for them.")
  private boolean list;

  @Option(
      names = "--history",
      description = "Show how subtests ended so far, those of SCRIPT if given, and run nothing.")
  private boolean showHistory;

  KselftestCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    if (showHistory) {
      return history();
    }
    int atOnce = shards.orElseGet(Jobs::ofThisMachine);
    if (atOnce < 1) {
      throw new UsageException("--shards " + atOnce + ": at least one clone has to run");
    }
    requireSources();
    Path home = Home.find();
    LabSettings lab = guests.settings(home);
    OutputFolder output = OutputFolder.check(guests.out, home);
    Instant started = Instant.now();
    try (Progress progress = Progress.onOut(streams)) {
      Preparation preparation = lab.preparation(progress::status);
      Kernel kernel = preparation.prepare(lab.kernels(), lab.image()).get(0);
      if (isOfKernelTree() && !despiteConfig && !list) {
        requireOptions(
            kernel.version(), folder, preparation.artifacts().missingOptions(folder, kernel, tree));
      }
      try (LabEnvironment environment = LabEnvironment.open(lab, progress::detail)) {
        Selftests selftests = selftests(environment).withVariables(variables);
        progress.status("");
        if (list) {
          return list(selftests);
        }
        RunDirectory directory = output.make(progress::say);
        HistoryNote.leave(directory.path(), lab, environment);
        SelftestSuite suite =
            selftests.suite(
                atOnce,
                !noRerun,
                directory,
                new SelftestWatcher(progress),
                times(selftests.scripts()));
        SelftestChoice choice = SelftestChoice.parse(names);
        List<SuiteResult> results = new ArrayList<>();
        boolean ended =
            Interruption.during(
                () -> results.addAll(suite.run(choice)),
                () -> {
                  // Whoever reads the output may have stopped: the files come first.
                  RunOutcome soFar = write(suite.interrupted(), directory, selftests);
                  progress.silence();
                  print(soFar, directory, started);
                  RunPrinter.interrupted(streams, directory.path());
                });
        if (!ended) {
          return ExitCodes.INTERRUPTED;
        }
        progress.silence();
        RunOutcome outcome = write(results, directory, selftests);
        print(outcome, directory, started);
        return outcome.exitCode();
      }
    }
  }

  private boolean isOfKernelTree() {
    return !kunit && packetdrill.isEmpty();
  }

  /** Before anything is fetched or built. */
  private void requireSources() {
    if (isOfKernelTree()) {
      tree.ifPresent(given -> Artifacts.requireSelftests(given, folder));
    } else if (!kunit) {
      packetdrill.ifPresent(Artifacts::requirePacketdrill);
    }
  }

  private Selftests selftests(LabEnvironment environment) {
    if (kunit) {
      return Selftests.kunit(environment);
    }
    return packetdrill
        .map(checkout -> Selftests.packetdrill(environment, checkout))
        .orElseGet(() -> Selftests.of(environment, folder, tree));
  }

  private Map<String, Duration> times(List<String> scripts) {
    Map<String, Duration> times = new HashMap<>();
    HistoryOptions.ask(streams, history -> times.putAll(history.times(scripts)));
    return times;
  }

  private int history() {
    SelftestHistory history = SelftestHistory.of(LabSettings.defaultCache(), historyOf());
    new SelftestTable(history.attempts(SelftestChoice.parse(names)))
        .lines()
        .forEach(streams.out()::println);
    return ExitCodes.PASSED;
  }

  private String historyOf() {
    return kunit ? Selftests.KUNIT : packetdrill.isPresent() ? Selftests.PACKETDRILL : folder;
  }

  private int list(Selftests selftests) {
    selftests.scripts().stream().map(Sanitizer::line).forEach(streams.out()::println);
    selftests
        .missingOptions()
        .forEach(o -> streams.err().println("the kernel lacks " + Sanitizer.line(o)));
    return ExitCodes.PASSED;
  }

  /**
   * Refuses a kernel without them: tests of what it was built without fail or skip, which says
   * nothing of it.
   */
  static void requireOptions(String kernel, String folder, List<String> missing) {
    if (!missing.isEmpty()) {
      throw new UsageException(
          "The kernel "
              + kernel
              + " lacks options that "
              + folder
              + "/config asks for: "
              + String.join(" ", missing)
              + ". Take a kernel that has them, or run the tests all the same with --despite-config.");
    }
  }

  private static RunOutcome write(
      List<SuiteResult> results, RunDirectory directory, Selftests selftests) {
    return RunOutcome.of(
        directory,
        results.stream()
            .map(r -> SelftestReport.of(selftests.folder(), r, selftests.environment()))
            .toList());
  }

  private void print(RunOutcome outcome, RunDirectory directory, Instant started) {
    new RunPrinter(streams.out(), streams.outStyle())
        .print(
            outcome.summary(),
            List.of(),
            directory.path(),
            Duration.between(started, Instant.now()));
  }
}
