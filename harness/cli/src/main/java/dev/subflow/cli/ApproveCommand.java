// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.cache.WholeFile;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.observe.ApprovedBehaviour;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.Sanitizer;
import dev.subflow.report.TestResult;
import dev.subflow.run.Approval;
import dev.subflow.run.Scenario;
import dev.subflow.run.TestChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Approves the behaviour of tests. */
@Command(
    name = "approve",
    description = {
      "Runs scenarios often, and keeps of what they saw the parts that were the same each time, for"
          + " the line of that kernel. From then on a run that sees something else fails.",
      "",
      "What was approved before is replaced; look at the change as at any other of the source.",
      "",
      "Example: subflow approve 'RemovedAddress.*' --kernel debian:6.12"
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the behaviour of all is approved",
      "1:one did not pass, or has nothing that stays the same",
      "2:bad usage",
      "3:this machine or the harness failed"
    })
final class ApproveCommand implements Callable<Integer> {
  private static final String RESOURCES = "scenarios/src/test/resources";

  private final Streams streams;
  @Mixin private final GuestOptions guests = new GuestOptions();

  @Parameters(
      arity = "1..*",
      paramLabel = "SCENARIO",
      completionCandidates = ScenarioNames.class,
      description = "Class, Class.method, or either with * and ? (quote them).")
  private List<String> names = List.of();

  @Option(
      names = "--runs",
      paramLabel = "N",
      description =
          "Runs that have to agree, earlier ones on that kernel among them"
              + " (default: ${DEFAULT-VALUE}).")
  private int runs = Approval.DEFAULT_RUNS;

  @Option(
      names = "--narrow",
      description =
          "Approve only what was approved before, too: for runs on another machine, or one that is"
              + " more or less busy.")
  private boolean narrow;

  @Option(names = "--jobs", paramLabel = "J", description = "Scenarios at once, as with run.")
  private Optional<Integer> jobs = Optional.empty();

  @Option(
      names = "--into",
      paramLabel = "DIR",
      description = "Resources of the tests (default: " + RESOURCES + " of the checkout).")
  private Optional<Path> into = Optional.empty();

  @Option(names = "--package", hidden = true)
  private Optional<String> packageName = Optional.empty();

  ApproveCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    guests.machine.check();
    RunOptions options = new RunOptions();
    options.jobs = jobs;
    options.check();
    Approval.requireEnough(runs);
    List<Scenario> scenarios = TestChoice.of(names, packageName).scenarios();
    Path home = Home.find();
    Path resources = into.orElse(home.resolve(RESOURCES)).toAbsolutePath().normalize();
    if (!Files.isDirectory(resources)) {
      throw new UsageException("there is no folder " + resources + "; name another with --into");
    }
    OutputFolder output = OutputFolder.check(guests.out, home).unused();
    List<Approval> approvals = new ArrayList<>();
    RunDirectory directory;
    try (Progress progress = Progress.onOut(streams)) {
      for (Kernel kernel :
          guests
              .settings(home)
              .preparation(progress::status)
              .prepare(List.of(guests.kernel), guests.image)) {
        progress.say("Kernel " + kernel.release() + " (" + kernel.version() + ")");
      }
      directory = output.make(progress::say);
      boolean ended =
          Interruption.during(
              () ->
                  approvals.addAll(
                      Approval.of(
                          guests.run(home),
                          scenarios,
                          runs,
                          options.jobs(false),
                          directory,
                          new TerminalView(progress, streams.outStyle(), false))),
              () -> {
                progress.silence();
                RunPrinter.interrupted(streams, directory.path());
              });
      if (!ended) {
        return ExitCodes.INTERRUPTED;
      }
    }
    long approved =
        approvals.stream().filter(approval -> keep(approval, resources, narrow)).count();
    streams.out().println("Evidence: " + Sanitizer.line(directory.path().toString()));
    return approved > 0 && approved == approvals.size() ? ExitCodes.PASSED : ExitCodes.FAILED;
  }

  /** Writes the file of a test, and tells; false where nothing of it is approved. */
  boolean keep(Approval approval, Path resources, boolean narrow) {
    if (!approval.isPossible() || approval.runs() < runs) {
      refuse(approval, why(approval));
      return false;
    }
    Path file = resources.resolve(approval.place().orElseThrow());
    try {
      Optional<ApprovedBehaviour> before =
          Files.exists(file) ? ApprovedBehaviour.parse(Files.readString(file)) : Optional.empty();
      Files.createDirectories(file.getParent());
      ApprovedBehaviour now =
          before
              .filter(b -> narrow)
              .map(b -> b.common(approval.behaviour()))
              .orElse(approval.behaviour());
      if (now.isEmpty()) {
        // A file that approves nothing would be a check that cannot fail.
        Files.delete(file);
        refuse(approval, ": nothing is left of what was approved before, so its file is gone");
        return false;
      }
      WholeFile.write(file, now.text());
      streams
          .out()
          .println(
              streams.outStyle().bold("approved")
                  + "  "
                  + approval.test()
                  + "  "
                  + approval.runs()
                  + " runs, "
                  + Bytes.text(Files.size(file)));
      before.stream()
          .flatMap(b -> b.differences(approval.behaviour().parts()).stream())
          .forEach(words -> streams.out().println("  " + Sanitizer.line(words)));
      return true;
    } catch (IOException e) {
      throw new InfrastructureException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  private void refuse(Approval approval, String why) {
    streams.out().println(streams.outStyle().bold("not approved") + "  " + approval.test() + why);
  }

  private String why(Approval approval) {
    if (approval.failure().isPresent()) {
      TestResult failed = approval.failure().get();
      String message = failed.message().flatMap(m -> m.lines().findFirst()).orElse("");
      return ": " + failed.verdict() + " " + Sanitizer.line(message);
    }
    if (approval.runs() < runs) {
      return ": of " + runs + " runs " + approval.runs() + " could be observed";
    }
    return approval.place().isEmpty()
        ? ": its name makes no file name"
        : ": nothing was the same in all " + approval.runs() + " runs";
  }
}
