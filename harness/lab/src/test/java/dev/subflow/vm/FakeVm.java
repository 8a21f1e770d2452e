// SPDX-License-Identifier: Apache-2.0
package dev.subflow.vm;

import dev.subflow.agent.CommandListener;
import dev.subflow.agent.GuestConfiguration;
import dev.subflow.failure.Splat;
import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.ExitStatus;
import dev.subflow.guest.GuestException;
import dev.subflow.guest.GuestFiles;
import dev.subflow.guest.RunningCommand;
import dev.subflow.guest.UnfinishedCommand;
import dev.subflow.machine.CpuShare;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A guest that is what a test says: its commands succeed and print nothing unless told otherwise,
 * and all that happens to it is noted.
 */
public final class FakeVm implements Vm {
  private final String name;
  private final CommandListener listener;
  private final List<String> events;
  private final Map<String, Reply> replies = new LinkedHashMap<>();
  private final Map<String, GuestException> failures = new LinkedHashMap<>();
  private final List<Splat> splats = new CopyOnWriteArrayList<>();
  private GuestFiles files = new FakeFiles();
  private final List<Runnable> closing = new ArrayList<>();
  private Optional<GuestException> fate = Optional.empty();
  private Optional<String> starvation = Optional.empty();
  private Optional<RuntimeException> refusal = Optional.empty();
  private Optional<GuestException> silence = Optional.empty();
  private Optional<String> gap = Optional.empty();
  private boolean silent;

  private record Reply(int exitCode, String stdout, boolean timedOut) {
    CommandResult to(Command command, String guest) {
      return new CommandResult(
          guest,
          command.argv(),
          ExitStatus.code(exitCode),
          stdout,
          "",
          stdout.length(),
          0,
          Duration.ofMillis(1),
          timedOut);
    }
  }

  /**
   * A guest that lives.
   *
   * @param events takes a line such as {@code client closed} for all that happens
   */
  public FakeVm(String name, CommandListener listener, List<String> events) {
    this.name = name;
    this.listener = listener;
    this.events = events;
  }

  /** Of a command whose line contains some words. */
  public FakeVm replies(String words, int exitCode, String stdout) {
    replies.put(words, new Reply(exitCode, stdout, false));
    return this;
  }

  /** Has a command whose line contains some words never end by itself. */
  public FakeVm hangsAt(String words) {
    replies.put(words, new Reply(137, "", true));
    return this;
  }

  /** Has a command whose line contains some words fail, and the guest live on. */
  public FakeVm failsAt(String words, GuestException failure) {
    failures.put(words, failure);
    return this;
  }

  /** Has its kernel print something. */
  public FakeVm prints(Splat splat) {
    splats.add(splat);
    return this;
  }

  /** Ends it. */
  public FakeVm dies(GuestException why) {
    fate = Optional.of(why);
    return this;
  }

  /** Has its agent answer no more. */
  public FakeVm fallsSilent() {
    silent = true;
    return this;
  }

  /** Has its agent's channel be lost, while nobody knows of its fate. */
  public FakeVm isLost(GuestException why) {
    silence = Optional.of(why);
    return this;
  }

  /** Has the log of its console break off. */
  public FakeVm losesItsConsoleLog(String why) {
    gap = Optional.of(why);
    return this;
  }

  /** Gives it other files. */
  public FakeVm files(GuestFiles others) {
    files = others;
    return this;
  }

  /** Has it wait for processors. */
  public FakeVm starves(String how) {
    starvation = Optional.of(how);
    return this;
  }

  /** Has it refuse its configuration. */
  public FakeVm refuses(RuntimeException why) {
    refusal = Optional.of(why);
    return this;
  }

  /** Does something when it is closed, such as to throw. */
  public FakeVm whenClosed(Runnable action) {
    closing.add(action);
    return this;
  }

  void note(String event) {
    events.add(name + " " + event);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public CommandResult run(Command command) {
    note("runs " + line(command));
    try {
      CommandResult result = answer(command);
      listener.ended(command, result);
      return result;
    } catch (GuestException e) {
      listener.failed(new UnfinishedCommand(command, Duration.ZERO, "", "", e));
      throw e;
    }
  }

  private static String line(Command command) {
    List<String> argv = command.argv();
    return argv.get(0).equals("/bin/sh") ? argv.get(argv.size() - 1) : String.join(" ", argv);
  }

  CommandResult answer(Command command) {
    fate.ifPresent(
        why -> {
          throw why;
        });
    String line = line(command);
    for (Map.Entry<String, GuestException> failure : failures.entrySet()) {
      if (line.contains(failure.getKey())) {
        throw failure.getValue();
      }
    }
    return replies.entrySet().stream()
        .filter(reply -> line.contains(reply.getKey()))
        .findFirst()
        .map(Map.Entry::getValue)
        .orElse(new Reply(0, "", false))
        .to(command, name);
  }

  @Override
  public RunningCommand start(Command command) {
    fate.ifPresent(
        why -> {
          throw why;
        });
    note("starts a command");
    return new FakeCommand(this, command);
  }

  @Override
  public GuestFiles files() {
    return files;
  }

  @Override
  public void configure(GuestConfiguration configuration, Duration timeout) {
    refusal.ifPresent(
        why -> {
          throw why;
        });
    note("configured");
  }

  @Override
  public void setCarrier(String nic, boolean up) {
    note(nic + (up ? " up" : " down"));
  }

  @Override
  public List<Splat> splats() {
    return List.copyOf(splats);
  }

  @Override
  public boolean ping(Duration patience) {
    fate.or(() -> silence)
        .ifPresent(
            why -> {
              throw why;
            });
    return !silent;
  }

  @Override
  public Optional<String> consoleGap() {
    return gap;
  }

  @Override
  public Optional<GuestException> fate() {
    return fate;
  }

  @Override
  public boolean isRunning() {
    return fate.isEmpty();
  }

  @Override
  public long pid() {
    return ProcessHandle.current().pid();
  }

  @Override
  public Optional<CpuShare> processorTime() {
    return Optional.empty();
  }

  @Override
  public Optional<String> starvation() {
    return starvation;
  }

  @Override
  public void close() {
    note("closed");
    closing.forEach(Runnable::run);
  }
}
