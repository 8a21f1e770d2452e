// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.artifact.Artifacts;
import dev.subflow.artifact.Preparation;
import dev.subflow.artifact.compile.BuildRequest;
import dev.subflow.artifact.compile.KernelBuildException;
import dev.subflow.cache.Cache;
import dev.subflow.failure.UsageException;
import dev.subflow.git.GitTree;
import dev.subflow.patch.KernelPatch;
import dev.subflow.regress.BisectLog;
import dev.subflow.regress.Bisection;
import dev.subflow.regress.KernelTrial;
import dev.subflow.regress.Rules;
import dev.subflow.report.RunDirectory;
import dev.subflow.run.TestChoice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds the commit that broke a test, or changed what it sees. */
@Command(
    name = "bisect",
    description = {
      "Finds the commit that broke a test: builds revisions between a good and a bad one, and runs"
          + " the test on each until the verdict is certain.",
      "",
      "With --behaviour it goes by what the test sees, whether it passes or not: it lists what"
          + " differs between the ends, and finds the commit that changed one of these.",
      "",
      "Where guests have one processor, each run is followed by one with two, and the worse counts;"
          + " not with --behaviour, nor where --cpus says how many they have.",
      "",
      "The tree is only read. Every step is kept: the same command goes on where an interrupted one"
          + " was. With --run it judges the tree as it is checked out, for 'git bisect run'."
    },
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:the commit was found; with --run: good",
      "1:with --run: bad",
      "2:bad usage or bad input, such as ends that do not differ",
      "3:it could not be told: the commits left cannot be built, booted or judged",
      "125:with --run: cannot be tested, skip it",
      "128:with --run: stop, something else is wrong"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  subflow bisect --tree ~/linux --good v7.2 --bad v7.3 --test FullMesh.twoByTwo",
      "  subflow bisect --tree ~/linux --good v7.2 --bad v7.3 --test FullMesh.twoByTwo"
          + " --behaviour 'sends MP_PRIO'",
      "  git bisect run subflow bisect --run --test 'kselftest:mptcp_join.sh:single subflow'"
    })
final class BisectCommand implements Callable<Integer> {
  private static final int SKIP = 125;
  static final int STOP = 128;

  private final Streams streams;
  @Mixin private final ComparisonOptions options = new ComparisonOptions();
  @Mixin private final PatchOptions patches = new PatchOptions();
  @Mixin private final ConfigOptions config = new ConfigOptions();

  @Option(
      names = "--tree",
      paramLabel = "DIR",
      description = "The kernel's git tree (default: the working directory).")
  private Path tree = Path.of("");

  @Option(names = "--good", paramLabel = "REV", description = "A revision where the test passes.")
  private Optional<String> good = Optional.empty();

  @Option(names = "--bad", paramLabel = "REV", description = "A later one where it does not.")
  private Optional<String> bad = Optional.empty();

  @Option(
      names = "--behaviour",
      paramLabel = "WORDS",
      arity = "0..1",
      fallbackValue = "",
      description =
          "Go by what the test sees: by the difference between the ends that has these words"
              + " (default: the first one).")
  private Optional<String> behaviour = Optional.empty();

  @Option(names = "--run", description = "Judge the tree as it is, for 'git bisect run'.")
  private boolean once;

  @Option(names = "--restart", description = "Forget what an earlier bisection found.")
  private boolean restart;

  @Option(names = "--json", description = "Print the outcome as JSON.")
  private boolean json;

  BisectCommand(Streams streams) {
    this.streams = streams;
  }

  /** Whether git asks, which takes every exit code below 128 but 0 and 125 for "bad". */
  static boolean isForGit(String... args) {
    List<String> words = List.of(args);
    String option = words.contains("bisect") ? "--run" : words.contains("virtme") ? "--judge" : "";
    return !option.isEmpty()
        && words.stream().anyMatch(w -> w.equals(option) || w.startsWith(option + "="));
  }

  @Override
  public Integer call() {
    if (!once) {
      return bisect();
    }
    return forGit(streams, this::judge);
  }

  /** Exit codes as {@code git bisect run} reads them, whatever is thrown. */
  static int forGit(Streams streams, Supplier<Optional<Boolean>> isBad) {
    try {
      return isBad.get().map(b -> b ? ExitCodes.FAILED : ExitCodes.PASSED).orElse(SKIP);
    } catch (KernelBuildException e) {
      new Failures(streams, new Verbosity()).ofExecution(e);
      return SKIP;
    } catch (RuntimeException e) {
      new Failures(streams, new Verbosity()).ofExecution(e);
      return STOP;
    }
  }

  private TestChoice choice() {
    if (options.words().isEmpty()) {
      throw oneTest("");
    }
    TestChoice choice = options.tests();
    if (choice.names().size() != 1) {
      throw oneTest(", not " + String.join(", ", choice.names()));
    }
    return choice;
  }

  private static UsageException oneTest(String not) {
    return new UsageException(
        "bisect wants one --test"
            + not
            + ": a scenario as 'subflow list' shows it, or kselftest:SCRIPT[:SUBTEST]");
  }

  private Optional<Boolean> judge() {
    if (good.isPresent() || bad.isPresent()) {
      throw new UsageException("--run judges the tree as it is; --good and --bad are git's then");
    }
    if (behaviour.isPresent()) {
      throw new UsageException(
          "--behaviour compares --good with --bad; --run has one revision and goes by the verdict");
    }
    options.check();
    Rules rules = options.rules();
    TestChoice choice = choice();
    String test = choice.names().get(0);
    Path home = Home.find();
    OutputFolder output = OutputFolder.check(options.out(), home);
    try (Progress progress = Progress.onOut(streams)) {
      Artifacts artifacts = artifacts(home, progress);
      BuildRequest request =
          config.request(new BuildRequest.Tree(tree)).with(patches.read(progress::status));
      // git runs this once for each revision: what one leaves must not count for the next.
      RunDirectory directory = output.makeWithin();
      try (ComparisonOptions.Runs runs =
          options.runs(
              home, directory, new TerminalView(progress, streams.outStyle(), false), choice)) {
        // Only with --good and --bad does a tree need to be git's.
        KernelTrial trial =
            new KernelTrial(
                GitTree.at(tree),
                artifacts.kernelBuilder()::build,
                request,
                runs.both(),
                test,
                rules,
                directory.path(),
                progress::say);
        Optional<Boolean> isBad = trial.isBad(request);
        progress.say(isBad.map(b -> b ? "bad" : "good").orElse("skip"));
        return isBad;
      }
    }
  }

  private static Artifacts artifacts(Path home, Progress progress) {
    Artifacts artifacts =
        new Artifacts(home, new Cache(Cache.ofUser().root(), progress::status), progress::working);
    Preparation.toBuild(artifacts, progress::status);
    return artifacts;
  }

  private int bisect() {
    options.check();
    Rules rules = options.rules();
    TestChoice choice = choice();
    String test = choice.names().get(0);
    if (behaviour.isPresent() && choice.scenarios().isEmpty()) {
      throw new UsageException("--behaviour wants a scenario: nobody observes a selftest");
    }
    GitTree git = GitTree.at(tree);
    String goodCommit = git.commit(good.orElseThrow(() -> missing("--good")));
    String badCommit = git.commit(bad.orElseThrow(() -> missing("--bad")));
    git.requireAncestor(goodCommit, badCommit);
    Path home = Home.find();
    OutputFolder output = OutputFolder.check(options.out(), home);
    Bisection.Outcome outcome;
    RunDirectory directory;
    BisectPrinter printer = new BisectPrinter(streams.out(), streams.outStyle());
    try (Progress progress = json ? Progress.onErr(streams) : Progress.onOut(streams)) {
      Artifacts artifacts = artifacts(home, progress);
      List<KernelPatch> extra = patches.read(progress::status);
      BuildRequest like = config.request(new BuildRequest.Tree(tree)).with(extra);
      List<String> asked =
          new ArrayList<>(
              List.of(
                  git.folder().toString(),
                  goodCommit,
                  badCommit,
                  test,
                  like.fragments().toString(),
                  like.extra().toString(),
                  extra.toString(),
                  rules.toString()));
      behaviour.ifPresent(words -> asked.add("behaviour: " + words));
      try (BisectLog log =
          BisectLog.open(Cache.ofUser().folder(Cache.BISECT), String.join("\n", asked))) {
        if (restart) {
          log.clear();
        }
        directory = log.steps().isEmpty() ? output.unused().make() : output.makeWithin();
        try (ComparisonOptions.Runs runs =
            options.runs(
                home,
                directory,
                new TerminalView(progress, json ? streams.errStyle() : streams.outStyle(), false),
                choice)) {
          KernelTrial byVerdict =
              new KernelTrial(
                  git,
                  artifacts.kernelBuilder()::build,
                  like,
                  // Behaviour on other machines is other behaviour.
                  behaviour.isPresent() ? runs.plain() : runs.both(),
                  test,
                  rules,
                  directory.path(),
                  progress::say);
          Bisection.Trial trial = behaviour.map(byVerdict::byBehaviour).orElse(byVerdict);
          outcome = new Bisection(git, goodCommit, badCommit, trial, log, progress::say).run();
        }
        printer.keep(outcome, git, log, directory);
      } finally {
        progress.detail("");
      }
    }
    if (json) {
      streams.out().println(Json.pretty(outcome));
    } else {
      printer.print(outcome, git, directory);
    }
    return outcome.culprit().isPresent() ? ExitCodes.PASSED : ExitCodes.INCONCLUSIVE;
  }

  private static UsageException missing(String option) {
    return new UsageException(
        "bisect wants --good REV and --bad REV; " + option + " is missing. (Or --run.)");
  }
}
