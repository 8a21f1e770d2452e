// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.failure.Splat;
import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.RunningCommand;
import dev.subflow.lab.Lab;
import dev.subflow.machine.CpuShare;
import dev.subflow.process.Background;
import dev.subflow.vm.Vm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** One script in one clone. */
final class ScriptRun implements ScriptOutput.Listener, SliceRunner.Running {
  static final String MOUNT = "selftests";

  // Some write where they are: what they write goes to memory.
  private static final String ENTER =
      """
      w=/run/%1$s; d=/opt/%1$s
      mkdir -p $w && mount -t tmpfs none $w && mkdir $w/up $w/work &&
        mount -t overlay none -o lowerdir=$d,upperdir=$w/up,workdir=$w/work $d
      cd "$0" && exec "$@" 2>&1
      """
          .formatted(MOUNT);
  private static final Duration ASKING = Duration.ofSeconds(30);

  private final Lab lab;
  private final Vm guest;
  private final Slice slice;
  private final String folder;
  private final Map<String, String> variables;
  private final Consumer<String> began;
  private final Questions questions;
  private final SplatPin splats;
  private final ScriptOutput output = new ScriptOutput(this);
  private volatile Optional<AtLimit> atLimit = Optional.empty();

  /** Share of the processors that the guest had when the script's limit passed. */
  private record AtLimit(CpuShare share, long nanos) {}

  /**
   * Prepares it.
   *
   * @param variables of its environment
   * @param began told of each subtest that begins
   */
  ScriptRun(
      Lab lab, Slice slice, String folder, Map<String, String> variables, Consumer<String> began) {
    this.lab = lab;
    this.guest = lab.guests().get(0);
    this.slice = slice;
    this.folder = folder;
    this.variables = Map.copyOf(variables);
    this.began = began;
    this.questions = new Questions(guest);
    this.splats =
        new SplatPin(
            slice.script(), () -> lab.splats().values().stream().flatMap(List::stream).toList());
  }

  /** Where the scripts of a folder are in a guest. */
  static String path(String folder) {
    return "/opt/" + MOUNT + "/" + folder;
  }

  /** Runs it; whatever happens to the guest becomes results. */
  List<SubtestResult> run(Duration timeout) {
    long begun = System.nanoTime();
    ScriptEnd end;
    List<GuestException> deaths = List.of();
    try {
      end = end(execute(timeout), timeout);
      deaths = end.kind() == ScriptEnd.Kind.EXITED ? lab.deaths() : List.of();
      if (end.kind() == ScriptEnd.Kind.EXITED && deaths.isEmpty()) {
        deaths = lab.readKernelLogs();
      }
    } catch (GuestCrashedException e) {
      end = ScriptEnd.crashed(e);
    } catch (GuestException e) {
      end =
          new Hang(timeout, guest.isRunning(), guest.starvation().or(this::starvationLately))
              .lost(e, Duration.ofNanos(System.nanoTime() - begun));
    }
    return results(end, deaths);
  }

  @Override
  public List<SubtestResult> interrupted() {
    return results(ScriptEnd.lost("the run was interrupted"), List.of());
  }

  private List<SubtestResult> results(ScriptEnd end, List<GuestException> deaths) {
    List<SubtestResult> results = new Reconciler(slice, printed(), end).results();
    return splats.into(GuestEnd.into(results, deaths), end.shown().or(() -> shown(deaths)));
  }

  private static Optional<Splat> shown(List<GuestException> deaths) {
    return deaths.stream()
        .filter(GuestCrashedException.class::isInstance)
        .findFirst()
        .flatMap(crash -> ((GuestCrashedException) crash).decisive());
  }

  @Override
  public Printed printed() {
    return output.printed();
  }

  @Override
  public void began(String title) {
    splats.began(title);
    began.accept(title);
  }

  @Override
  public void failed() {
    questions.afterFailure();
  }

  private CommandResult execute(Duration timeout) {
    List<String> words = new ArrayList<>(List.of("sh", "-c", ENTER, path(folder)));
    words.add("./" + slice.script());
    words.addAll(slice.subtests());
    // Its messages are part of what it says: both streams are one.
    Command command =
        Command.of(words.toArray(String[]::new))
            .env("NO_COLOR", "1")
            .outputLimit(ScriptOutput.LIMIT)
            .timeout(timeout.plus(ASKING).plus(ASKING));
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      command = command.env(variable.getKey(), variable.getValue());
    }
    try (RunningCommand running = guest.start(command)) {
      running.follow(output::hear, output::hear);
      // While it still hangs: what it waits for is gone when it has been killed.
      CompletableFuture<Void> asking =
          CompletableFuture.runAsync(this::limitPassed, Background.after(timeout));
      try {
        return running.await(timeout.plus(ASKING));
      } finally {
        asking.cancel(false);
      }
    }
  }

  private void limitPassed() {
    atLimit = guest.processorTime().map(share -> new AtLimit(share, System.nanoTime()));
    questions.whyItHangs();
  }

  private Optional<String> starvationLately() {
    Optional<CpuShare> now = guest.processorTime();
    return atLimit.flatMap(
        then ->
            now.flatMap(
                share ->
                    share.lackSince(
                        then.share(), Duration.ofNanos(System.nanoTime() - then.nanos()))));
  }

  private ScriptEnd end(CommandResult result, Duration timeout) {
    if (result.timedOut()) {
      return new Hang(timeout, true, guest.starvation()).killed();
    }
    return result.exit().isCode()
        ? ScriptEnd.exited(result.exit().value())
        : ScriptEnd.crashed("the script was killed: " + result.exit());
  }
}
