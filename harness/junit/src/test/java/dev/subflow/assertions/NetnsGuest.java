// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.ExitStatus;
import dev.subflow.guest.Guest;
import dev.subflow.guest.GuestFiles;
import dev.subflow.guest.RunningCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A network namespace of this machine as a guest: the tools and the kernel are real. */
final class NetnsGuest implements Guest, AutoCloseable {
  private final String netns = "subflow" + ProcessHandle.current().pid();
  private final Path folder;

  NetnsGuest(Path folder) {
    this.folder = folder;
    host("ip", "netns", "add", netns);
    succeed("ip", "link", "set", "lo", "up");
  }

  /** Whether this machine lets us make one. */
  static boolean isPossible() {
    return "root".equals(System.getProperty("user.name"))
        && Files.exists(Path.of("/proc/sys/net/mptcp/enabled"))
        && Files.isExecutable(Path.of("/usr/bin/ss"))
        && Files.isExecutable(Path.of("/usr/bin/nstat"));
  }

  @Override
  public String name() {
    return netns;
  }

  @Override
  public CommandResult run(Command command) {
    try (Running running = new Running(command)) {
      return running.await(command.timeout());
    }
  }

  @Override
  public RunningCommand start(Command command) {
    return new Running(command);
  }

  @Override
  public GuestFiles files() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {
    host("ip", "netns", "delete", netns);
  }

  private static void host(String... argv) {
    try {
      int exit = new ProcessBuilder(argv).inheritIO().start().waitFor();
      if (exit != 0) {
        throw new IllegalStateException(String.join(" ", argv) + ": exit code " + exit);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private final class Running implements RunningCommand {
    private final Command command;
    private final Path out;
    private final Path err;
    private final Process process;

    Running(Command command) {
      this.command = command;
      List<String> argv = new ArrayList<>(List.of("ip", "netns", "exec", netns));
      argv.addAll(command.argv());
      try {
        out = Files.createTempFile(folder, "out", "");
        err = Files.createTempFile(folder, "err", "");
        process =
            new ProcessBuilder(argv)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().write(command.stdin());
        process.getOutputStream().close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Command command() {
      return command;
    }

    @Override
    public boolean isRunning() {
      return process.isAlive();
    }

    @Override
    public String stdout() {
      return read(out);
    }

    @Override
    public String stderr() {
      return read(err);
    }

    @Override
    public void follow(Consumer<byte[]> stdout, Consumer<byte[]> stderr) {
      throw new UnsupportedOperationException("nothing here is followed");
    }

    private static String read(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public Optional<CommandResult> result() {
      return isRunning() ? Optional.empty() : Optional.of(ended(false));
    }

    private CommandResult ended(boolean timedOut) {
      String stdout = stdout();
      String stderr = stderr();
      return new CommandResult(
          netns,
          command.argv(),
          ExitStatus.code(process.exitValue()),
          stdout,
          stderr,
          stdout.length(),
          stderr.length(),
          Duration.ZERO,
          timedOut);
    }

    @Override
    public CommandResult await(Duration limit) {
      try {
        boolean done = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        close();
        return ended(!done);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
      process.onExit().join();
    }

    @Override
    public void write(byte[] bytes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void closeStdin() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void signal(int number) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void resize(int columns, int rows) {
      throw new UnsupportedOperationException();
    }
  }
}
