// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.CommandStartException;
import dev.subflow.guest.ExitStatus;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.GuestLostException;
import dev.subflow.guest.RunningCommand;
import dev.subflow.guest.UnfinishedCommand;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One command, from its request to its exit. Thread-safe. */
final class CommandExchange implements Exchange, RunningCommand {
  private static final int SIGKILL = 9;
  private static final int INPUT_CHUNK = 32 << 10;

  /** Time that the agent may take to answer while a killed command is not gone. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

  /**
   * Time that a killed command may take to be gone where the agent answers: a kernel with KASAN, on
   * a processor that is emulated and shared, takes its time with a big daemon.
   */
  private static final Duration KILL_LIMIT = Duration.ofSeconds(30);

  private final AgentLink link;
  private final CommandListener listener;
  private final Command command;
  private final long begun = System.nanoTime();
  private final CompletableFuture<Integer> started = new CompletableFuture<>();
  private final CompletableFuture<CommandResult> ended = new CompletableFuture<>();
  private final AtomicBoolean told = new AtomicBoolean();
  private final InputWindow window = new InputWindow();
  private final OutputKeeper stdout;
  private final OutputKeeper stderr;
  private int id;
  private volatile boolean timedOut;

  private CommandExchange(AgentLink link, CommandListener listener, Command command) {
    this.link = link;
    this.listener = listener;
    this.command = command;
    this.stdout = new OutputKeeper(command.outputLimit());
    this.stderr = new OutputKeeper(command.outputLimit());
  }

  static CommandExchange begin(
      AgentLink link, CommandListener listener, Command command, boolean input) {
    CommandExchange exchange = new CommandExchange(link, listener, command);
    listener.started(command);
    exchange.id = link.register(exchange);
    link.send(Requests.exec(exchange.id, command, input));
    return exchange;
  }

  /** Feeds its input and waits for its end, all within the command's timeout. */
  CommandResult runToEnd() {
    long deadline = begun + command.timeout().toNanos();
    if (command.stdin().length > 0 && feed(command.stdin(), deadline)) {
      link.send(Requests.inputEnd(id));
    }
    return await(Duration.ofNanos(deadline - System.nanoTime()));
  }

  /** Waits until it runs, and feeds its input. */
  void awaitStart() {
    if (link.await(started, AgentLink.PATIENCE).isEmpty()) {
      throw link.lostOr(describe("was not started") + " within " + millis(AgentLink.PATIENCE));
    }
    if (command.stdin().length > 0) {
      write(command.stdin());
    }
  }

  /** Sends input as far as the guest takes it; false when it took too little before the end. */
  private boolean feed(byte[] bytes, long deadline) {
    int at = 0;
    while (at < bytes.length) {
      int wanted = Math.min(bytes.length - at, INPUT_CHUNK);
      int n = acquire(wanted, Duration.ofNanos(deadline - System.nanoTime()));
      if (n == 0) {
        return false;
      }
      link.send(Requests.input(id, Arrays.copyOfRange(bytes, at, at + n)));
      at += n;
    }
    return true;
  }

  private int acquire(int wanted, Duration patience) {
    try {
      return window.acquire(wanted, patience);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GuestLostException(link.guest(), "the wait for it was interrupted", e);
    }
  }

  @Override
  public void received(Frame frame) {
    switch (frame.type()) {
      case STARTED -> started.complete(Replies.started(frame));
      case STDOUT -> stdout.append(frame.payload());
      case STDERR -> stderr.append(frame.payload());
      case WINDOW -> window.grant(Replies.window(frame));
      case EXIT -> exited(Replies.exit(frame));
      case ERROR -> refused(Replies.error(frame));
      default -> throw new IllegalArgumentException("a command has no answer " + frame);
    }
  }

  private void exited(ExitStatus status) {
    CommandResult result =
        new CommandResult(
            link.guest(),
            command.argv(),
            status,
            stdout.text(),
            stderr.text(),
            stdout.total(),
            stderr.total(),
            Duration.ofNanos(System.nanoTime() - begun),
            timedOut);
    // Only then: when the listener throws, the link tells all exchanges that it knows.
    listener.ended(command, result);
    link.forget(id);
    window.close();
    started.complete(0);
    ended.complete(result);
  }

  private void refused(Replies.Refusal refusal) {
    link.forget(id);
    fail(new CommandStartException(link.guest(), refusal.errno(), refusal.message()));
  }

  @Override
  public void lost(GuestException why) {
    fail(why);
  }

  private void fail(GuestException why) {
    // The channel's thread and whoever ends the link may both come here.
    if (!ended.isDone() && told.compareAndSet(false, true)) {
      tell(why);
    }
    window.close();
    started.completeExceptionally(why);
    ended.completeExceptionally(why);
  }

  /** Whatever the listener throws, the other exchanges of a lost guest are to hear of it, too. */
  private void tell(GuestException why) {
    Duration elapsed = Duration.ofNanos(System.nanoTime() - begun);
    try {
      listener.failed(new UnfinishedCommand(command, elapsed, stdout.text(), stderr.text(), why));
    } catch (RuntimeException e) {
      why.addSuppressed(e);
    }
  }

  @Override
  public Command command() {
    return command;
  }

  @Override
  public boolean isRunning() {
    return !ended.isDone();
  }

  @Override
  public String stdout() {
    return stdout.text();
  }

  @Override
  public String stderr() {
    return stderr.text();
  }

  @Override
  public void follow(Consumer<byte[]> out, Consumer<byte[]> err) {
    stdout.follow(out);
    stderr.follow(err);
  }

  @Override
  public void write(byte[] bytes) {
    feed(bytes, System.nanoTime() + Duration.ofDays(1).toNanos());
  }

  @Override
  public void closeStdin() {
    if (isRunning()) {
      link.send(Requests.inputEnd(id));
    }
  }

  @Override
  public void signal(int number) {
    if (isRunning()) {
      link.send(Requests.signal(id, number));
    }
  }

  @Override
  public void resize(int columns, int rows) {
    if (isRunning() && command.terminal().isPresent()) {
      link.send(Requests.resize(id, columns, rows));
    }
  }

  @Override
  public Optional<CommandResult> result() {
    return ended.isDone() ? link.await(ended, Duration.ZERO) : Optional.empty();
  }

  @Override
  public CommandResult await(Duration limit) {
    Duration patience = limit.isNegative() ? Duration.ZERO : limit;
    return link.await(ended, patience)
        .orElseGet(
            () -> {
              timedOut = true;
              return kill("timed out after " + millis(patience));
            });
  }

  private CommandResult kill(String why) {
    signal(SIGKILL);
    CompletableFuture<Frame> ping = link.ping();
    Optional<CommandResult> gone = link.await(ended, ANSWER_LIMIT);
    if (gone.isPresent()) {
      return gone.get();
    }
    boolean answers = ping.isDone();
    Duration rest = answers ? KILL_LIMIT.minus(ANSWER_LIMIT) : Duration.ZERO;
    return link.await(ended, rest).orElseThrow(() -> unkillable(why, answers));
  }

  private GuestException unkillable(String why, boolean agentAnswers) {
    Duration waited = agentAnswers ? KILL_LIMIT : ANSWER_LIMIT;
    String what = describe(why) + "; killed, it was not gone within " + millis(waited);
    return link.unresponsiveOr(
        agentAnswers
            ? what + ", though the agent answers: it is stuck in its kernel, or a frame was lost"
            : "the agent does not answer: " + what);
  }

  @Override
  public void close() {
    if (isRunning() && link.lostCause().isEmpty()) {
      kill("closed");
    }
  }

  private String describe(String what) {
    return "`" + String.join(" ", command.argv()) + "` " + what;
  }

  private static String millis(Duration duration) {
    return duration.toMillis() + " ms";
  }
}
