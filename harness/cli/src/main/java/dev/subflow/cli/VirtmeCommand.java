// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.cache.Cache;
import dev.subflow.failure.UsageException;
import dev.subflow.junit.HistoryNote;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.ShellWords;
import dev.subflow.report.TestResult;
import dev.subflow.run.RunOutcome;
import dev.subflow.run.VirtmeTrial;
import dev.subflow.virtme.VirtmeMode;
import dev.subflow.virtme.VirtmeRun;
import dev.subflow.virtme.VirtmeRunner;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Runs a kernel tree in the docker image of upstream's MPTCP developers. */
@Command(
    name = "virtme",
    description = {
      "Runs a kernel tree in the docker image that upstream's MPTCP developers use.",
      "What tests leave becomes results like those of native guests."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  subflow virtme --tree ~/src/linux manual-normal",
      "  subflow virtme --tree ~/src/linux auto-debug -- -e DEBUG_LOCKDEP",
      "  subflow virtme --tree ~/src/linux vm-auto --test diag.sh",
      "  subflow virtme --tree ~/src/linux --base ~/src/net-next auto-normal --test diag.sh",
      "  git bisect run subflow virtme --judge auto-normal --test diag.sh",
      "  subflow virtme --tree ~/src/linux cmd -- make help"
    })
final class VirtmeCommand implements Callable<Integer> {
  private final Streams streams;
  @Mixin private final VirtmeOptions options = new VirtmeOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "MODE",
      completionCandidates = Modes.class,
      description = "${COMPLETION-CANDIDATES}")
  private Optional<String> mode = Optional.empty();

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "ARGUMENT",
      description = "Arguments of the mode, after --: of scripts/config, or a variant.")
  private List<String> arguments = List.of();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where results and evidence go (default: target/subflow/<time>-<id>).")
  private Optional<Path> out = Optional.empty();

  @Option(names = "--print", description = "Print the docker command that does the same, and end.")
  private boolean print;

  @Option(
      names = "--base",
      paramLabel = "DIR",
      description =
          "Compare with this tree: tests that end differently run again on both, in turns, until"
              + " the difference is no chance.")
  private Optional<Path> base = Optional.empty();

  @Option(
      names = "--judge",
      description =
          "Judge the tree for 'git bisect run': exit code 0 says good, 1 bad, 125 that it can't be"
              + " tested, 128 that something else is wrong.")
  private boolean judge;

  @Spec private @Nullable CommandSpec spec;

  VirtmeCommand(Streams streams) {
    this.streams = streams;
  }

  /** For the help and the completion of the shell. */
  private static final class Modes extends ArrayList<String> {
    Modes() {
      super(VirtmeMode.names());
    }
  }

  @Override
  public Integer call() {
    if (!judge) {
      return go();
    }
    return BisectCommand.forGit(streams, this::judge);
  }

  private VirtmeMode mode() {
    return VirtmeMode.parse(
        mode.orElseThrow(
            () ->
                new UsageException(
                    "which mode? There are: " + String.join(", ", VirtmeMode.names()))));
  }

  private int go() {
    VirtmeMode what = mode();
    if (base.isPresent()) {
      return compare(what, base.get());
    }
    boolean terminal =
        what.kind() != VirtmeMode.Kind.TESTS && streams.inIsTerminal() && streams.outIsTerminal();
    VirtmeRun run = options.run(what, arguments, terminal || (print && isShell(what)));
    if (print) {
      List<String> line = VirtmeRunner.dockerRun(run, options.image().names().get(0));
      streams.out().println(ShellWords.quote(line));
      return ExitCodes.PASSED;
    }
    if (isShell(what) && !terminal) {
      throw new UsageException(
          what.argument() + " is a shell in a VM and needs a terminal to type in");
    }
    return run.leavesResults() ? test(run) : hold(run);
  }

  private static boolean isShell(VirtmeMode mode) {
    return mode.kind() == VirtmeMode.Kind.SHELL;
  }

  private int test(VirtmeRun run) {
    OutputFolder output = OutputFolder.check(out, Home.find());
    Instant started = Instant.now();
    try (Progress progress = Progress.onOut(streams);
        VirtmeRunner runner = VirtmeRunner.open()) {
      String image = runner.image(options.image(), progress::detail);
      RunDirectory directory = output.make(progress::say);
      List<TestResult> results = new ArrayList<>();
      boolean ended =
          Interruption.during(
              () -> results.addAll(runner.test(run, image, directory, new VirtmeWatcher(progress))),
              () -> {
                progress.silence();
                RunPrinter.interrupted(streams, directory.path());
              });
      if (!ended) {
        return ExitCodes.INTERRUPTED;
      }
      progress.silence();
      return keep(results, directory, Duration.between(started, Instant.now()));
    }
  }

  private int compare(VirtmeMode what, Path base) {
    VirtmeTrial.check(what);
    // Both trees, before an image is fetched.
    VirtmeRun before = options.run(base, what, arguments, false);
    if (options.run(what, arguments, false).sharesTreeWith(before)) {
      throw new UsageException(
          "--base is the tree itself, " + base + "; compare it with another work tree");
    }
    OutputFolder output = OutputFolder.check(out, Home.find()).unused();
    VirtmeTrial.Outcome outcome;
    RunDirectory directory;
    try (Progress progress = Progress.onOut(streams);
        VirtmeRunner runner = VirtmeRunner.open()) {
      String image = runner.image(options.image(), progress::detail);
      directory = output.make(progress::say);
      VirtmeTrial trial =
          new VirtmeTrial(
              runner,
              image,
              options,
              what,
              arguments,
              directory,
              new VirtmeWatcher(progress),
              progress::say);
      outcome = trial.compare(base, Reproduce.line(spec));
      progress.silence();
    }
    RegressPrinter printer = new RegressPrinter(streams.out(), streams.outStyle());
    printer.keep(outcome.report(), directory);
    printer.print(outcome.report(), directory);
    if (outcome.brokenOff().isPresent()) {
      throw outcome.brokenOff().get();
    }
    return outcome.report().exitCode();
  }

  private Optional<Boolean> judge() {
    VirtmeMode what = mode();
    VirtmeTrial.check(what);
    if (base.isPresent()) {
      throw new UsageException("--judge judges a tree by itself, and --base compares; take one");
    }
    var unused = options.run(what, arguments, false);
    if (options.tests().size() > 1) {
      throw new UsageException("--judge wants one --test, or none for all");
    }
    // git runs this once for each revision.
    OutputFolder output = OutputFolder.check(out, Home.find());
    try (Progress progress = Progress.onOut(streams);
        VirtmeRunner runner = VirtmeRunner.open()) {
      String image = runner.image(options.image(), progress::detail);
      Optional<Boolean> isBad =
          new VirtmeTrial(
                  runner,
                  image,
                  options,
                  what,
                  arguments,
                  output.makeWithin(),
                  new VirtmeWatcher(progress),
                  progress::say)
              .isBad();
      progress.say(isBad.map(b -> b ? "bad" : "good").orElse("skip"));
      return isBad;
    }
  }

  private int keep(List<TestResult> results, RunDirectory directory, Duration took) {
    HistoryNote.leave(directory.path(), Home.find(), Cache.ofUser(streams.environment()).root());
    RunOutcome outcome = RunOutcome.of(directory, results);
    new RunPrinter(streams.out(), streams.outStyle())
        .print(outcome.summary(), List.of(), directory.path(), took);
    return outcome.exitCode();
  }

  /**
   * Runs a mode that leaves no results: the container's exit code is the command's, as with docker.
   */
  private int hold(VirtmeRun run) {
    try (VirtmeRunner runner = VirtmeRunner.open()) {
      boolean visit = run.mode().kind() == VirtmeMode.Kind.VISIT;
      String image = visit ? "" : image(runner);
      if (!run.terminal()) {
        return visit
            ? runner.visit(run, Optional.empty(), this::show, t -> {})
            : runner.hold(run, image, Optional.empty(), this::show, t -> {});
      }
      try (ContainerTerminal terminal = ContainerTerminal.open()) {
        return visit
            ? runner.visit(run, Optional.of(terminal.keys()), terminal::show, terminal::follow)
            : runner.hold(
                run, image, Optional.of(terminal.keys()), terminal::show, terminal::follow);
      }
    }
  }

  private String image(VirtmeRunner runner) {
    try (Progress progress = Progress.onErr(streams)) {
      String image = runner.image(options.image(), progress::detail);
      progress.silence();
      return image;
    }
  }

  private void show(byte[] bytes) {
    PrintStream stream = streams.out();
    stream.write(bytes, 0, bytes.length);
    stream.flush();
  }
}
