// SPDX-License-Identifier: Apache-2.0
package dev.subflow.stack;

import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.ExitStatus;
import dev.subflow.guest.Guest;
import dev.subflow.guest.GuestFiles;
import dev.subflow.guest.RunningCommand;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A guest whose commands print what a test says; what it was not told about fails. */
final class ScriptedGuest implements Guest {
  private final Map<String, String> outputs = new LinkedHashMap<>();
  private final List<String> commands = new ArrayList<>();

  ScriptedGuest prints(String command, String stdout) {
    outputs.put(command, stdout);
    return this;
  }

  /** What was run, with the netns before it and the standard input after it. */
  List<String> commands() {
    return commands;
  }

  @Override
  public String name() {
    return "client";
  }

  @Override
  public CommandResult run(Command command) {
    String line = String.join(" ", command.argv());
    String stdin = new String(command.stdin(), StandardCharsets.UTF_8);
    commands.add(
        command.netns().map(n -> n + ": ").orElse("")
            + line
            + (stdin.isEmpty() ? "" : " < " + stdin));
    String stdout = outputs.getOrDefault(line, "");
    String stderr = outputs.containsKey(line) ? "" : "Error: address not found.";
    return new CommandResult(
        name(),
        command.argv(),
        ExitStatus.code(stderr.isEmpty() ? 0 : 2),
        stdout,
        stderr,
        stdout.length(),
        stderr.length(),
        Duration.ofMillis(1),
        false);
  }

  @Override
  public RunningCommand start(Command command) {
    throw new UnsupportedOperationException();
  }

  @Override
  public GuestFiles files() {
    throw new UnsupportedOperationException();
  }
}
