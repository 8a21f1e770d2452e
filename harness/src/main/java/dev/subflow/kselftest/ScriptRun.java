// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.Guest;
import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.RunningCommand;
import dev.subflow.guest.Splat;
import dev.subflow.kselftest.ScriptLog.Section;
import dev.subflow.lab.Lab;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One script in one clone. */
final class ScriptRun {
  static final String MOUNT = "selftests";

  private static final int OUTPUT_LIMIT = 16 << 20;
  private static final Duration ASKING = Duration.ofSeconds(30);

  private final Lab lab;
  private final Guest guest;
  private final Slice slice;
  private final String folder;
  private final StringBuilder line = new StringBuilder();
  private final StringBuilder said = new StringBuilder();

  ScriptRun(Lab lab, Slice slice, String folder) {
    this.lab = lab;
    this.guest = lab.guests().get(0);
    this.slice = slice;
    this.folder = folder;
  }

  /** Where the scripts of a folder are in a guest. */
  static String path(String folder) {
    return "/opt/" + MOUNT + "/" + folder;
  }

  /** What came of it. */
  record Ending(List<SubtestResult> results, String output) {}

  /** Runs it; whatever happens to the guest becomes results. */
  Ending run(Duration timeout, Consumer<String> began) {
    int exitCode = -1;
    ScriptEnd end;
    try {
      CommandResult result = execute(timeout, began);
      exitCode = result.exit().isCode() ? result.exit().value() : -1;
      end = end(result, timeout);
    } catch (GuestCrashedException e) {
      end = new ScriptEnd(ScriptEnd.Kind.CRASHED, String.valueOf(e.getMessage()));
    } catch (GuestException e) {
      end = new ScriptEnd(ScriptEnd.Kind.LOST, String.valueOf(e.getMessage()));
    }
    String output = output();
    return new Ending(
        withSplats(Reconciler.reconcile(slice.script(), output, exitCode, end, slice.planned())),
        output);
  }

  private CommandResult execute(Duration timeout, Consumer<String> began) {
    List<String> words = new ArrayList<>(List.of("./" + slice.script()));
    words.addAll(slice.arguments());
    // Its messages are part of what it says: both streams are one.
    Command command =
        Command.of(merged(words))
            .in(path(folder))
            .env("NO_COLOR", "1")
            .outputLimit(OUTPUT_LIMIT)
            .timeout(timeout.plus(ASKING).plus(ASKING));
    try (RunningCommand running = guest.start(command)) {
      running.follow(bytes -> hear(bytes, began), bytes -> hear(bytes, began));
      // While it still hangs: what it waits for is gone when it has been killed.
      CompletableFuture<Void> asking =
          CompletableFuture.runAsync(
              this::askWhyItHangs,
              CompletableFuture.delayedExecutor(timeout.toMillis(), TimeUnit.MILLISECONDS));
      try {
        return running.await(timeout.plus(ASKING));
      } finally {
        asking.cancel(false);
      }
    }
  }

  private static String[] merged(List<String> words) {
    List<String> all = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" 2>&1", "sh"));
    all.addAll(words);
    return all.toArray(String[]::new);
  }

  private synchronized void hear(byte[] bytes, Consumer<String> began) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (said.length() < OUTPUT_LIMIT) {
      said.append(text);
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c != '\n') {
        line.append(c);
        continue;
      }
      List<Section> begun = ScriptLog.parse(line.toString()).sections();
      begun.forEach(section -> began.accept(section.title()));
      line.setLength(0);
    }
  }

  private synchronized String output() {
    return said.toString();
  }

  private static ScriptEnd end(CommandResult result, Duration timeout) {
    if (result.timedOut()) {
      return new ScriptEnd(
          ScriptEnd.Kind.CRASHED,
          "it was stopped after its limit of " + timeout.toSeconds() + " s");
    }
    return result.exit().isCode()
        ? ScriptEnd.EXITED
        : new ScriptEnd(ScriptEnd.Kind.CRASHED, "the script was killed: " + result.exit());
  }

  /** Blocked tasks, timers and all CPUs go to the console; who holds which namespace to the log. */
  private void askWhyItHangs() {
    String script =
        "for c in w t l; do echo $c >/proc/sysrq-trigger; done; ps axf; ss -nM; ss -ntp; nstat -asz;"
            + " for n in $(ip netns list | cut -d' ' -f1); do echo \"== $n\";"
            + " ip -n $n addr; ss -N $n -ntM; done";
    var unused = guest.run(Command.shell(script).timeout(ASKING));
  }

  /** A splat belongs to the subtest that ran when it came; without a sign of that, to the last. */
  private List<SubtestResult> withSplats(List<SubtestResult> results) {
    Optional<Splat> splat = lab.splats().values().stream().flatMap(List::stream).findFirst();
    boolean told = results.stream().anyMatch(r -> r.outcome() == SubtestOutcome.CRASH);
    if (splat.isEmpty() || told) {
      return results;
    }
    List<SubtestResult> all = new ArrayList<>(results);
    int at = results.size() - 1;
    SubtestResult last = results.get(at);
    String message =
        "the kernel printed a splat in this script, here or in a subtest before: "
            + splat.get().headline()
            + "\n"
            + String.join("\n", splat.get().lines());
    all.set(
        at,
        new SubtestResult(last.script(), last.name(), SubtestOutcome.CRASH, last.time(), message));
    return all;
  }
}
