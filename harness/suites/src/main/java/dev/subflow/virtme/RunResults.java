// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import dev.subflow.failure.Splat;
import dev.subflow.kselftest.PrintedResults;
import dev.subflow.kselftest.SubtestResult;
import dev.subflow.ktap.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes results of all that is known of a run of tests: the files it left, what it printed, and how
 * it ended. What those contradict, and what is missing, is never a pass.
 */
final class RunResults {
  /** The script that results of the run itself belong to. */
  public static final String RUN = "virtme";

  private static final int LINES_OF_A_LEAK = 60;
  private static final Set<Splat.Kind> FATAL =
      Set.of(Splat.Kind.PANIC, Splat.Kind.OOPS, Splat.Kind.BUG, Splat.Kind.LOCKUP);

  private final RunOutput output;
  private final RunEnd end;
  private final Path folder;
  private final Conclusion conclusion;
  private final List<SubtestResult> results = new ArrayList<>();

  private RunResults(RunOutput output, RunEnd end, Path folder) {
    this.output = output;
    this.end = end;
    this.folder = folder;
    this.conclusion = Conclusion.parse(read("conclusion.txt"));
  }

  /**
   * The results of a run, one of each subtest.
   *
   * @param output what the container printed
   * @param end how it ended
   * @param folder what it left, which need not exist
   */
  public static List<SubtestResult> of(RunOutput output, RunEnd end, Path folder) {
    RunResults run = new RunResults(output, end, folder);
    run.results.addAll(new TapFolder(folder, run::unfinished).results());
    run.pinSplats();
    run.addLeaks();
    if (run.results.isEmpty()) {
      run.results.add(run.withoutResults());
    }
    run.addWhatTheEndTells();
    return List.copyOf(run.results);
  }

  private List<SubtestResult> unfinished(String script, String said) {
    if (!end.isLost()) {
      Optional<Splat> fatal =
          output.splats().stream().filter(s -> FATAL.contains(s.kind())).findFirst();
      if (fatal.isPresent()) {
        return PrintedResults.crashed(script, said, "its kernel: " + fatal.get().headline());
      }
      if (output.isOutOfTime()) {
        return PrintedResults.crashed(script, said, "it ran when the time of all tests was over");
      }
    }
    String reason =
        output.hasStopped() && !end.isLost()
            ? "the VM ended, and its kernel said nothing of why"
            : end.toString();
    return PrintedResults.lost(script, said, reason);
  }

  /** A splat is a crash of what ran when it came. */
  private void pinSplats() {
    List<Splat> splats = output.splats();
    for (RunOutput.Pin pin : output.pins()) {
      if (pin.splat() < splats.size()) {
        pin(splats.get(pin.splat()), pin);
      }
    }
  }

  private void pin(Splat splat, RunOutput.Pin pin) {
    String script = pin.script().orElse(RUN);
    List<SubtestResult> ofScript = results.stream().filter(r -> r.script().equals(script)).toList();
    // Before its first subtest, or in none, it is one of the script, as it is of native guests.
    String whole = script.equals(RUN) ? "kernel" : script;
    Optional<SubtestResult> hit =
        pin.subtest()
            .flatMap(title -> PrintedResults.indexOf(ofScript, title))
            .map(ofScript::get)
            .or(() -> ofScript.stream().filter(r -> r.name().equals(whole)).findFirst());
    if (hit.isEmpty()) {
      results.add(crashed(script, whole, Optional.empty(), splat));
    } else if (hit.get().outcome() != Outcome.CRASH) {
      SubtestResult before = hit.get();
      results.set(results.indexOf(before), crashed(script, before.name(), before.time(), splat));
    }
  }

  private static SubtestResult crashed(
      String script, String name, Optional<Duration> time, Splat splat) {
    String message =
        "the kernel printed a splat while this ran: "
            + splat.headline()
            + "\n"
            + String.join("\n", splat.lines());
    return new SubtestResult(script, name, Outcome.CRASH, time, message);
  }

  private void addLeaks() {
    List<String> leaks = read("kmemleak.txt").lines().limit(LINES_OF_A_LEAK).toList();
    if (!leaks.isEmpty()) {
      add("kmemleak", Outcome.CRASH, String.join("\n", leaks));
    }
  }

  private SubtestResult withoutResults() {
    Phase phase = output.phase().orElse(Phase.SETUP);
    if (end.isLost()) {
      return result("run", Outcome.INCONCLUSIVE, during(phase, end.reason()));
    }
    if (phase.isOfTheTree() && end.exitCode() != 0) {
      return output.errors().isEmpty()
          ? result("build", Outcome.INCONCLUSIVE, during(phase, output.lastWords()))
          : result("build", Outcome.FAIL, during(phase, String.join("\n", output.errors())));
    }
    if (phase == Phase.BOOT) {
      String reason = output.isNotBooted() ? "the VM took too long to boot" : "the VM did not boot";
      return result(
          "boot", Outcome.INCONCLUSIVE, reason + "; its last words:\n" + output.lastWords());
    }
    boolean tested = phase.compareTo(Phase.TESTS) >= 0;
    return result(
        "run",
        tested ? Outcome.MISSING : Outcome.INCONCLUSIVE,
        during(phase, end + ", and left no result; its last words:\n" + output.lastWords()));
  }

  private static String during(Phase phase, String text) {
    return "while " + phase.words() + ": " + text;
  }

  private void addWhatTheEndTells() {
    boolean bad = results.stream().anyMatch(r -> isBad(r.outcome()));
    if (bad) {
      return;
    }
    if (end.isLost()) {
      add("run", Outcome.INCONCLUSIVE, end.reason());
    } else if (output.tracesCalls()) {
      add("call trace", Outcome.CRASH, "the kernel printed a call trace; see the log");
    } else if (conclusion.state() == Conclusion.State.CRITICAL) {
      boolean time = conclusion.issues().stream().anyMatch(i -> i.contains("Timeout"));
      add(
          "run",
          time ? Outcome.MISSING : Outcome.INCONCLUSIVE,
          "the image says: " + String.join("; ", conclusion.issues()));
    } else if (conclusion.state() == Conclusion.State.NOTICE) {
      add(
          "run",
          Outcome.INCONCLUSIVE,
          "no test failed; the image says: " + String.join("; ", conclusion.issues()));
    } else if (end.exitCode() != 0) {
      add(
          "run",
          Outcome.INCONCLUSIVE,
          "no test failed, but " + end + "; its last words:\n" + output.lastWords());
    }
  }

  private static boolean isBad(Outcome outcome) {
    return !outcome.isGood() && outcome != Outcome.SKIP && outcome != Outcome.IGNORED;
  }

  private void add(String name, Outcome outcome, String message) {
    results.add(result(name, outcome, message));
  }

  private static SubtestResult result(String name, Outcome outcome, String message) {
    return new SubtestResult(RUN, name, outcome, Optional.empty(), message.strip());
  }

  private String read(String name) {
    return ResultFile.read(folder, name).orElse("");
  }
}
