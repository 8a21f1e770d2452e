// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.failure.UsageException;
import dev.subflow.junit.RunObserver;
import dev.subflow.junit.RunSettings;
import dev.subflow.junit.RunSettings.Output;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.RunReport;
import dev.subflow.report.TestResult;
import dev.subflow.run.RunOutcome;
import dev.subflow.run.RunPlan;
import dev.subflow.run.Scenario;
import dev.subflow.run.ScenarioCatalogue;
import dev.subflow.run.ScenarioRunner;
import dev.subflow.run.ScenarioSelection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.UnaryOperator;
import org.junit.platform.launcher.Launcher;
import org.junit.platform.launcher.LauncherSession;
import org.junit.platform.launcher.core.LauncherFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs scenarios. */
@Command(
    name = "run",
    description = {
      "Runs scenarios in real guests and tells how each ended.",
      "Without a name: the reference scenario, two guests with two paths between them."
    },
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(RunCommand.class);

  private final Streams streams;
  @Mixin private final GuestOptions guests = new GuestOptions();
  @Mixin private final RunOptions options = new RunOptions();

  @Parameters(
      arity = "0..*",
      paramLabel = "SCENARIO",
      completionCandidates = ScenarioNames.class,
      description = "Class, Class.method, or either with * and ? (quote them).")
  private List<String> names = List.of();

  @Option(names = "--keep", description = "Leave the guests up when a scenario fails.")
  private boolean keep;

  @Option(names = "--json", description = "Print the results as JSON.")
  private boolean json;

  @Option(names = "--package", hidden = true)
  private Optional<String> packageName = Optional.empty();

  @Option(names = "--no-prepare", hidden = true)
  private boolean unprepared;

  RunCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    options.check();
    try (LauncherSession session = LauncherFactory.openSession()) {
      Launcher launcher = session.getLauncher();
      List<Scenario> all = ScenarioCatalogue.discover(launcher, packageName);
      return run(
          session,
          options.plan(
              ScenarioSelection.checked(
                  names.isEmpty()
                      ? ScenarioSelection.tagged(all, ScenarioSelection.REFERENCE)
                      : ScenarioSelection.pick(all, names))));
    }
  }

  private int run(LauncherSession session, RunPlan plan) {
    Path home = Home.find();
    guests.machine.check();
    // With --json standard output is for the JSON alone.
    Style style = json ? streams.errStyle() : streams.outStyle();
    RunPrinter printer = new RunPrinter(json ? streams.err() : streams.out(), style);
    Instant started = Instant.now();
    OutputFolder output = output(home);
    RunDirectory directory;
    RunOutcome outcome;
    try (Progress progress = json ? Progress.onErr(streams) : Progress.onOut(streams)) {
      if (!unprepared) {
        prepare(home, plan, progress);
      }
      // Only now: what could not begin leaves no empty folder as the latest run.
      directory = output.make(progress::say);
      RunBoard board = new RunBoard(progress, style, plan.size(), plan.repeated());
      ScenarioRunner runner =
          new ScenarioRunner(
              session,
              plan,
              options.jobs(keep),
              settings(home, directory),
              board,
              observer(progress, style));
      boolean ended =
          Interruption.during(
              () -> execute(runner, session),
              () -> {
                progress.silence();
                RunOutcome soFar = outcome(directory, runner, runner::interrupted);
                printer.print(soFar.summary(), plan.matrix(), directory.path(), since(started));
                RunPrinter.interrupted(streams, directory.path());
              });
      if (!ended) {
        return ExitCodes.INTERRUPTED;
      }
      outcome = outcome(directory, runner, runner::unrecorded);
    }
    printer.print(outcome.summary(), plan.matrix(), directory.path(), since(started));
    if (options.coverage) {
      new CoverageReport(json ? streams.err() : streams.out(), style)
          .print(home, outcome.summary(), directory.path());
    }
    int exitCode = outcome.exitCode();
    if (json) {
      streams.out().println(results(directory.path()));
    }
    return exitCode;
  }

  private static RunOutcome outcome(
      RunDirectory directory, ScenarioRunner runner, UnaryOperator<List<TestResult>> more) {
    return RunOutcome.complete(directory, runner.recorded(directory), more);
  }

  private RunObserver observer(Progress progress, Style style) {
    return new TerminalView(progress, style, streams.inIsTerminal() && streams.outIsTerminal());
  }

  private static void execute(ScenarioRunner runner, LauncherSession session) {
    runner.run();
    try {
      // Ends what all scenarios shared, and writes their results.
      session.close();
    } catch (UncheckedIOException e) {
      log.debug("the results cannot be written, as will show again when they are completed", e);
    }
  }

  private static Duration since(Instant started) {
    return Duration.between(started, Instant.now());
  }

  private void prepare(Path home, RunPlan plan, Progress progress) {
    List<String> kernels = plan.matrix().isEmpty() ? List.of(guests.kernel) : plan.matrix();
    for (Kernel kernel :
        guests.settings(home).preparation(progress::status).prepare(kernels, guests.image)) {
      progress.say("Kernel " + kernel.release() + " (" + kernel.version() + ")");
      if (options.coverage) {
        CoverageReport.requireCounts(kernel);
      }
      if (options.failNth.isPresent()) {
        FailingKernel.require(kernel);
      }
    }
    if (plan.repeated() || options.seed.isPresent()) {
      progress.say("Seed " + plan.seed().value());
    }
  }

  private OutputFolder output(Path home) {
    OutputFolder output = OutputFolder.check(guests.out, home);
    if (guests.out.isPresent() && !RunReport.read(guests.out.get()).results().isEmpty()) {
      throw new UsageException(
          guests.out.get() + " holds the results of another run; name another folder or remove it");
    }
    return output;
  }

  private RunSettings settings(Path home, RunDirectory directory) {
    RunSettings run = guests.run(home);
    return (options.ignoreApproved ? run.withoutApproved() : run)
        .with(new Output(Optional.of(directory.path()), keep, options.coverage, false))
        // Who asks for a run wants guests: a machine without is no reason to skip.
        .requiring("guests");
  }

  private static String results(Path folder) {
    try {
      return Files.readString(folder.resolve("results.json")).stripTrailing();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the results in " + folder, e);
    }
  }
}
