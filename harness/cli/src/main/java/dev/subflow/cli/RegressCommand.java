// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.artifact.Artifacts;
import dev.subflow.artifact.Preparation;
import dev.subflow.cache.Cache;
import dev.subflow.coverage.CoverageMap;
import dev.subflow.coverage.TestSelection;
import dev.subflow.failure.UsageException;
import dev.subflow.regress.Build;
import dev.subflow.regress.Builds;
import dev.subflow.regress.Builds.Plan;
import dev.subflow.regress.CodeSelection;
import dev.subflow.regress.Comparison;
import dev.subflow.regress.Differs;
import dev.subflow.regress.Pairs;
import dev.subflow.regress.RecordedResults;
import dev.subflow.regress.RegressReport;
import dev.subflow.regress.Rules;
import dev.subflow.regress.SameCode;
import dev.subflow.regress.Variant;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.Sanitizer;
import dev.subflow.report.TestResult;
import dev.subflow.run.KernelComparison;
import dev.subflow.run.Look;
import dev.subflow.run.SpeedMeasuring;
import dev.subflow.run.TestChoice;
import dev.subflow.run.TwoProcessors;
import dev.subflow.speed.SpeedReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares a patched kernel with its base. */
@Command(
    name = "regress",
    description = {
      "Builds a kernel with and without patches, runs the same tests on both, and tells what"
          + " behaves differently.",
      "",
      "Tests that end differently run again on both, in turns, until the difference is no chance"
          + " (Fisher's exact test) or the limit of runs is reached.",
      "",
      "Tests that end alike are compared by what they saw: conversations on the wires, events,"
          + " counters, what is left. What varies by itself is left out; what differs in repeated"
          + " runs too is told as DIFFERS.",
      "",
      "Where guests have one processor, some of the scenarios run with two as well, and have that"
          + " behind their names; --cpus 1 leaves these out."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:no regression",
      "1:a test regressed, a new one fails, the patched kernel crashes, or it does not build;"
          + " with --measure also if it is slower, with --strict also if behaviour differs",
      "2:bad usage or bad input, such as a patch that does not apply",
      "3:it could not be told"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  subflow regress --tree ~/linux --base HEAD --patch 0001-fix.patch",
      "  subflow regress --tree ~/linux --base v7.3 --head my-branch --each",
      "  subflow regress --package 7.3 --series 987654 --tests 'kselftest:mptcp_join'",
      "  subflow regress --tree ~/linux --base HEAD --patch 0001-fix.patch --select",
      "  subflow regress --tree ~/linux --base HEAD --patch 0001-fix.patch --also debug,lockdep",
      "  subflow regress --package 7.3 --patch 0001-fix.patch --measure --by 5%%",
      "  subflow regress --kernels debian:stable,debian:backports --pairs"
    })
final class RegressCommand implements Callable<Integer> {
  private final Streams streams;
  @Spec private @Nullable CommandSpec spec;
  @Mixin private final ComparisonOptions options = new ComparisonOptions();
  @Mixin private final RegressPlan plan = new RegressPlan();
  @Mixin private final SelectOption select = new SelectOption();
  @Mixin private final AlsoOption also = new AlsoOption();
  @Mixin private final MeasureOption measure = new MeasureOption();

  @Option(
      names = "--kernels",
      paramLabel = "K",
      description = "Compare kernels that are there, as --kernel names them; build none.")
  private List<String> kernels = List.of();

  @Option(
      names = "--old-results",
      paramLabel = "FILE",
      description =
          "Take the base's results from a recorded run (its results.json) and run the patched"
              + " kernel alone; tests that differ run on the base too.")
  private Optional<Path> oldResults = Optional.empty();

  @Option(
      names = "--pairs",
      description =
          "Compare the pairings of two kernels, client x server, with the first one on both ends;"
              + " differences are told by the end that they follow.")
  private boolean pairs;

  @Option(names = "--json", description = "Print the comparison as JSON.")
  private boolean json;

  @Option(
      names = "--strict",
      description = "Exit with 1 also where behaviour DIFFERS though no verdict does.")
  private boolean strict;

  @Option(
      names = "--explain",
      paramLabel = "TEST",
      description = "Show the conversations on the wires of both kernels in a test, side by side.")
  private Optional<String> explain = Optional.empty();

  RegressCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    long start = System.nanoTime();
    Instant started = Instant.now();
    kernels = kernels.isEmpty() ? kernels : KernelNames.split(kernels);
    options.check();
    Rules rules = options.rules();
    if (kernels.isEmpty()) {
      plan.check();
    } else if (kernels.size() < 2) {
      throw new UsageException("--kernels wants two or more, such as debian:stable,./bzImage");
    }
    Map<String, List<TestResult>> recorded =
        oldResults.map(RecordedResults::read).orElseGet(Map::of);
    if (pairs && !kernels.isEmpty() && kernels.size() != 2) {
      throw new UsageException("--pairs wants two kernels, not " + kernels.size());
    }
    select.check(Cache.ofUser(), kernels, plan);
    also.check(kernels, pairs, plan);
    TestChoice all = select.isGiven() ? options.testsOrAll() : options.tests();
    TestChoice offered = pairs ? all.paired() : all;
    Optional<SpeedMeasuring> measuring = measure.measuring(options, all, options.words(), pairs);
    Path home = Home.find();
    OutputFolder output = OutputFolder.check(options.out(), home).unused();
    RegressReport report;
    RunDirectory directory;
    Optional<RuntimeException> brokenOff = Optional.empty();
    try (Progress progress = json ? Progress.onErr(streams) : Progress.onOut(streams)) {
      List<Plan> plans = kernels.isEmpty() ? plan.read(progress::detail) : List.of();
      progress.detail("");
      if (pairs && plans.size() > 2) {
        throw new UsageException("--pairs wants two kernels; --each makes " + plans.size());
      }
      int leftOut = all.names().size() - offered.names().size();
      if (leftOut > 0) {
        progress.say(leftOut + " tests without a client and a server are left out");
      }
      Optional<TestSelection> byPatch = selection(plans, offered, progress);
      List<Build> built = builds(plans, home, progress);
      Optional<TestSelection> selection =
          byPatch.map(picked -> byCode(picked, built, offered, progress));
      TestChoice choice = selection.map(s -> offered.only(s.tests())).orElse(offered);
      Map<String, List<Build>> alsoBuilt = new LinkedHashMap<>();
      for (String fragment : also.fragments()) {
        alsoBuilt.put(fragment, builds(AlsoOption.plans(plans, fragment), home, progress));
      }
      directory = output.make(progress::say);
      List<Comparison> comparisons = new ArrayList<>(Builds.compare(built));
      List<Differs> differs = new ArrayList<>();
      boolean canBePaired = built.stream().allMatch(b -> b.kernel().isPresent());
      List<Build> builds = pairs && canBePaired ? Pairs.of(built.get(0), built.get(1)) : built;
      boolean areBuilt = kernels.isEmpty() && !pairs;
      SameCode same = areBuilt ? SameCode.among(builds) : new SameCode(builds, List.of());
      same.comparisons().forEach(c -> progress.say(c.to() + ": " + c.why()));
      comparisons.addAll(same.comparisons());
      List<Variant> variants = same.others().stream().flatMap(b -> b.built().stream()).toList();
      KernelComparison comparison =
          options
              .comparison(home, choice, recorded)
              .watchedBy(
                  new TerminalView(
                      progress, json ? streams.errStyle() : streams.outStyle(), false));
      List<KernelComparison.Outcome> outcomes = new ArrayList<>();
      List<SpeedReport> speed = new ArrayList<>();
      boolean ended =
          Interruption.during(
              () -> {
                if (variants.size() > 1) {
                  outcomes.add(comparison.compare(variants, directory));
                }
                if (outcomes.stream().allMatch(o -> o.brokenOff().isEmpty())) {
                  boolean areMissing =
                      variants.size() > 1
                          && !pairs
                          && TwoProcessors.areMissing(comparison.settings().lab());
                  if (areMissing) {
                    outcomes.add(TwoProcessors.look(same.others(), comparison, directory));
                  }
                  alsoBuilt.forEach(
                      (fragment, kernels) ->
                          outcomes.add(Look.with(fragment, kernels, comparison).in(directory)));
                  if (variants.size() > 1 && outcomes.get(0).boots(last(variants))) {
                    measuring.ifPresent(
                        m ->
                            speed.add(
                                m.watchedBy(comparison.view())
                                    .beside(variants.get(0), last(variants), directory)));
                  }
                }
              },
              () -> {
                progress.silence();
                RunPrinter.interrupted(streams, directory.path());
              });
      if (!ended) {
        return ExitCodes.INTERRUPTED;
      }
      outcomes.forEach(
          o -> {
            comparisons.addAll(o.comparisons());
            differs.addAll(o.differs());
          });
      // What another look misses is in the report; without the first one there is nothing.
      brokenOff = variants.size() > 1 ? outcomes.get(0).brokenOff() : Optional.empty();
      report =
          new RegressReport(
              builds,
              HistoryNotes.on(comparisons, started, streams),
              differs,
              speed.stream().findFirst(),
              Builds.newWarnings(built),
              selection,
              rules.alpha(),
              Duration.ofNanos(System.nanoTime() - start),
              Reproduce.line(spec));
    }
    RegressPrinter printer = new RegressPrinter(streams.out(), streams.outStyle());
    try {
      printer.keep(report, directory);
    } catch (RuntimeException e) {
      brokenOff.ifPresent(e::addSuppressed);
      throw e;
    }
    if (json) {
      streams.out().println(Json.pretty(report));
    } else {
      printer.print(report, directory);
      explain.ifPresent(test -> SideBySide.print(streams.out(), directory, report, test));
    }
    if (brokenOff.isPresent()) {
      throw brokenOff.get();
    }
    return report.exitCode(strict);
  }

  private static Variant last(List<Variant> variants) {
    return variants.get(variants.size() - 1);
  }

  /** Picks again by the code that was built, and prints the choice if it is another one. */
  private static TestSelection byCode(
      TestSelection byPatch, List<Build> built, TestChoice offered, Progress progress) {
    CodeSelection picked =
        CodeSelection.of(byPatch, built, CoverageMap.load(Cache.ofUser()), offered.names());
    picked.note().ifPresent(note -> progress.say(Sanitizer.line(note)));
    if (!picked.selection().equals(byPatch)) {
      picked.selection().lines().forEach(line -> progress.say(Sanitizer.line(line)));
    }
    return picked.selection();
  }

  /** Says what it picks before anything is built. */
  private Optional<TestSelection> selection(
      List<Plan> plans, TestChoice offered, Progress progress) {
    if (!select.isGiven()) {
      return Optional.empty();
    }
    TestSelection picked = SelectOption.pick(Cache.ofUser(), plan.touched(plans), offered);
    picked.lines().forEach(line -> progress.say(Sanitizer.line(line)));
    return Optional.of(picked);
  }

  private List<Build> builds(List<Plan> plans, Path home, Progress progress) {
    Artifacts artifacts =
        new Artifacts(home, new Cache(Cache.ofUser().root(), progress::status), progress::working);
    Preparation.toBuild(artifacts, progress::status);
    if (!kernels.isEmpty()) {
      return prebuilt(artifacts);
    }
    try {
      return new Builds(artifacts.kernelBuilder(), progress::status).all(plans);
    } finally {
      progress.detail("");
      progress.status("");
    }
  }

  private List<Build> prebuilt(Artifacts artifacts) {
    List<Build> builds = new ArrayList<>();
    for (String kernel : kernels) {
      builds.add(
          new Build(
              builds.isEmpty()
                  ? "base"
                  : kernels.size() == 2 ? "patched" : "kernel-" + builds.size(),
              kernel,
              Optional.of(kernel),
              artifacts.kernel(kernel).release(),
              List.of(),
              Duration.ZERO,
              Optional.empty()));
    }
    return builds;
  }
}
