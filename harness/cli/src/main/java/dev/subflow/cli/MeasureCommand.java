// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.failure.UsageException;
import dev.subflow.junit.Jobs;
import dev.subflow.lab.LabSettings;
import dev.subflow.regress.Variant;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.RunReport;
import dev.subflow.report.Sanitizer;
import dev.subflow.run.KernelComparison;
import dev.subflow.run.Scenario;
import dev.subflow.run.SpeedMeasuring;
import dev.subflow.speed.SpeedMarkdown;
import dev.subflow.speed.SpeedReport;
import dev.subflow.speed.SpeedRules;
import java.io.IOException;
import java.io.UncheckedIOException;
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

/** Measures transfers on one kernel, or on two to tell whether the second is slower. */
@Command(
    name = "measure",
    description = {
      "Measures transfers between guests by the clock and the captures of their wires: goodput, the"
          + " longest stall, bytes of frames per byte, what was sent again.",
      "",
      "On two kernels they run in turns, until of each quantity a difference of 10 % (--by) is shown"
          + " or excluded, or the most runs were made. On one kernel the medians are printed."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing is slower on the second kernel, or one kernel was measured",
      "1:something is SLOWER",
      "2:bad usage",
      "3:something is UNDECIDED or could not be measured, or this machine failed"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  subflow measure --kernels debian:stable,debian:backports",
      "  subflow measure --kernels debian:stable,./bzImage EqualPaths 'Buffers.*' --by 5%%",
      "  subflow measure --kernels debian:stable"
    })
final class MeasureCommand implements Callable<Integer> {
  /** Runs on one kernel where nothing is to be decided. */
  private static final int ALONE = 8;

  private final Streams streams;

  @Parameters(
      arity = "0..*",
      paramLabel = "SCENARIO",
      completionCandidates = ScenarioNames.class,
      description =
          "Scenarios that measure transfers, as subflow run names them (default: those tagged"
              + " measured).")
  private List<String> names = List.of();

  @Option(
      names = "--kernels",
      paramLabel = "K",
      description =
          "One kernel, or two, the base first, as --kernel of subflow run names them (default:"
              + " "
              + LabSettings.DEFAULT_KERNEL
              + ").")
  private List<String> kernels = List.of(LabSettings.DEFAULT_KERNEL);

  @Mixin private final DifferenceOption difference = new DifferenceOption();

  @Option(
      names = "--runs",
      paramLabel = "N",
      description =
          "At most N runs of a transfer on each of two kernels (default: 20), N on one (default:"
              + " 8).")
  private Optional<Integer> runs = Optional.empty();

  @Option(
      names = "--alpha",
      paramLabel = "P",
      description =
          "The chance of even one SLOWER or FASTER between kernels that do not differ"
              + " (default: ${DEFAULT-VALUE}).")
  private double alpha = SpeedRules.DEFAULT_ALPHA;

  @Option(
      names = "--image",
      paramLabel = "I",
      defaultValue = LabSettings.DEFAULT_IMAGE,
      description = "Root image: a folder under images/ (default: ${DEFAULT-VALUE}).")
  private String image = LabSettings.DEFAULT_IMAGE;

  @Mixin private final MachineOptions machine = new MachineOptions();

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where results and evidence go (default: target/subflow/<time>-<id>).")
  private Optional<Path> out = Optional.empty();

  @Option(
      names = "--jobs",
      paramLabel = "J",
      description = "Scenarios at once (default: one for each core, as far as memory goes).")
  private Optional<Integer> jobs = Optional.empty();

  @Option(names = "--seed", paramLabel = "S", description = "Seed of random choices in scenarios.")
  private Optional<Long> seed = Optional.empty();

  @Option(names = "--json", description = "Print what was measured as JSON.")
  private boolean json;

  @Option(names = "--all", description = "Show quantities that are UNCHANGED in rows, too.")
  private boolean all;

  @Option(names = "--package", hidden = true)
  private Optional<String> packageName = Optional.empty();

  MeasureCommand(Streams streams) {
    this.streams = streams;
  }

  /** One lab has two guests: with as many labs as cores, guests seldom wait for a processor. */
  static int jobsOfThisMachine() {
    return Math.max(1, Jobs.ofThisMachine() / 2);
  }

  @Override
  public Integer call() {
    kernels = KernelNames.split(kernels);
    checkKernels();
    boolean areTwo = kernels.size() == 2;
    SpeedRules rules =
        difference.rules(alpha, runs.orElse(areTwo ? SpeedRules.DEFAULT_MAXIMUM : ALONE));
    machine.check();
    RunOptions options = new RunOptions();
    options.jobs = jobs;
    options.seed = seed;
    options.check();
    List<Scenario> scenarios = SpeedMeasuring.pick(names, packageName);
    if (areTwo) {
      rules.check(scenarios.size());
    }
    Path home = Home.find();
    GuestOptions guests = new GuestOptions();
    guests.image = image;
    guests.machine = machine;
    OutputFolder output = OutputFolder.check(out, home).unused();
    List<Variant> variants =
        areTwo
            ? KernelComparison.kernels(kernels.get(0), kernels.get(1))
            : KernelComparison.kernels(kernels.get(0));
    RunDirectory directory;
    List<SpeedReport> compared = new ArrayList<>();
    List<SpeedMeasuring.Alone> alone = new ArrayList<>();
    try (Progress progress = json ? Progress.onErr(streams) : Progress.onOut(streams)) {
      guests.settings(home).preparation(progress::status).prepare(kernels, image).stream()
          .map(kernel -> "Kernel " + kernel.release() + " (" + kernel.version() + ")")
          .distinct()
          .forEach(progress::say);
      directory = output.make(progress::say);
      Style style = json ? streams.errStyle() : streams.outStyle();
      SpeedMeasuring measuring =
          new SpeedMeasuring(
              guests.run(home),
              scenarios,
              rules,
              jobs.orElseGet(MeasureCommand::jobsOfThisMachine),
              options.seed(),
              new TerminalView(progress, style, false));
      boolean ended =
          Interruption.during(
              () -> {
                if (areTwo) {
                  compared.add(measuring.compare(variants.get(0), variants.get(1), directory));
                } else {
                  alone.add(measuring.alone(variants.get(0), directory));
                }
              },
              () -> {
                progress.silence();
                RunPrinter.interrupted(streams, directory.path());
              });
      if (!ended) {
        return ExitCodes.INTERRUPTED;
      }
    }
    compared.forEach(report -> tell(report, directory));
    alone.forEach(one -> tell(one, directory));
    return compared.isEmpty()
        ? alone.get(0).unmeasured().isEmpty() ? ExitCodes.PASSED : ExitCodes.INCONCLUSIVE
        : compared.get(0).exitCode();
  }

  private void checkKernels() {
    if (kernels.size() > 2) {
      throw new UsageException(
          "--kernels wants one kernel or two, not "
              + kernels.size()
              + ": "
              + String.join(", ", kernels));
    }
    if (kernels.stream().anyMatch(String::isBlank)) {
      throw new UsageException("--kernels has an empty name; it wants K or K1,K2");
    }
    if (kernels.size() == 2 && kernels.get(0).equals(kernels.get(1))) {
      throw new UsageException(
          "--kernels names "
              + kernels.get(0)
              + " twice, and a kernel is not slower than itself. To see what chance does here, give"
              + " it two names, such as debian:stable,debian:6.12");
    }
  }

  private void tell(SpeedReport report, RunDirectory directory) {
    keep(directory, "measure.json", Json.pretty(report) + "\n");
    keep(directory, "summary.md", SpeedMarkdown.of(report).stripLeading());
    try (RunReport results = RunReport.open(directory)) {
      SpeedPrinter.results(report).forEach(results::add);
    }
    if (json) {
      streams.out().println(Json.pretty(report));
      return;
    }
    new SpeedPrinter(streams.out(), streams.outStyle()).print(report, all);
    streams.out().println();
    streams.out().println(report.headline());
    place(directory);
  }

  private void tell(SpeedMeasuring.Alone alone, RunDirectory directory) {
    keep(directory, "measure.json", Json.pretty(alone) + "\n");
    if (json) {
      streams.out().println(Json.pretty(alone));
      return;
    }
    new SpeedPrinter(streams.out(), streams.outStyle()).print(alone);
    streams.out().println();
    place(directory);
  }

  private void place(RunDirectory directory) {
    streams.out().println("Evidence: " + Sanitizer.line(directory.path().toString()));
  }

  private static void keep(RunDirectory directory, String name, String text) {
    try {
      Files.writeString(directory.path().resolve(name), text);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + name + ": " + e.getMessage(), e);
    }
  }
}
