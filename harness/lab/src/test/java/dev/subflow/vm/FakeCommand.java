// SPDX-License-Identifier: Apache-2.0
package dev.subflow.vm;

import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.RunningCommand;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;

/** A command that ends when somebody waits for it. */
final class FakeCommand implements RunningCommand {
  private final FakeVm vm;
  private final Command command;
  private Optional<CommandResult> result = Optional.empty();

  FakeCommand(FakeVm vm, Command command) {
    this.vm = vm;
    this.command = command;
  }

  @Override
  public Command command() {
    return command;
  }

  @Override
  public boolean isRunning() {
    return result.isEmpty();
  }

  @Override
  public String stdout() {
    return result.map(CommandResult::stdout).orElse("");
  }

  @Override
  public String stderr() {
    return "";
  }

  @Override
  public void follow(Consumer<byte[]> stdout, Consumer<byte[]> stderr) {
    throw new UnsupportedOperationException();
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

  @Override
  public Optional<CommandResult> result() {
    return result;
  }

  @Override
  public CommandResult await(Duration limit) {
    vm.note("is waited for");
    CommandResult ended = vm.answer(command);
    result = Optional.of(ended);
    return ended;
  }

  @Override
  public void close() {
    vm.note("ended its command");
  }
}
