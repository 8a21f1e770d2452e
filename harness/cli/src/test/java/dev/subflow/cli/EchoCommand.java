// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.RunningCommand;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** A command in no guest that says what it is told. */
final class EchoCommand implements RunningCommand {
  private final ByteArrayOutputStream input = new ByteArrayOutputStream();
  private volatile boolean running = true;
  private volatile String size = "";
  private volatile Optional<Consumer<byte[]>> follower = Optional.empty();

  String received() {
    return input.toString(UTF_8);
  }

  String size() {
    return size;
  }

  boolean isFollowed() {
    return follower.isPresent();
  }

  void print(byte[] bytes) {
    follower.ifPresent(f -> f.accept(bytes));
  }

  @Override
  public Command command() {
    return Command.of("echo").terminal(1, 1);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  @Override
  public String stdout() {
    return received();
  }

  @Override
  public String stderr() {
    return "";
  }

  @Override
  public void follow(Consumer<byte[]> stdout, Consumer<byte[]> stderr) {
    follower = Optional.of(stdout);
  }

  @Override
  public void write(byte[] bytes) {
    input.writeBytes(bytes);
    print(bytes);
  }

  @Override
  public void closeStdin() {
    running = false;
  }

  @Override
  public void signal(int number) {
    throw new UnsupportedOperationException("a terminal sends keys, not signals");
  }

  @Override
  public void resize(int columns, int rows) {
    size = columns + "x" + rows;
  }

  @Override
  public Optional<CommandResult> result() {
    return Optional.empty();
  }

  @Override
  public CommandResult await(Duration limit) {
    throw new UnsupportedOperationException("nobody waits for an echo");
  }

  @Override
  public void close() {
    running = false;
  }
}
