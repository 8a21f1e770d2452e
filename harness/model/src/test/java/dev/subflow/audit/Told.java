// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.ExitStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Hosts and the commands they were given, each 10 ms long. */
final class Told {
  /** When the first frame of a {@link Conversation} crosses its wire, or a little before. */
  static final Instant BEGIN = Instant.ofEpochSecond(1_700_000_000);

  private static final Duration LONG = Duration.ofMillis(10);

  private final Map<String, List<Given>> commands = new LinkedHashMap<>();
  private final Map<String, String> settings = new LinkedHashMap<>();
  private Instant now = BEGIN.minusSeconds(60);

  Told() {
    commands.put("client", new ArrayList<>());
    commands.put("server", new ArrayList<>());
  }

  /** Goes to a time after, or before, the first frame. */
  Told at(Duration time) {
    now = BEGIN.plus(time);
    return this;
  }

  Told setting(String name, String value) {
    settings.put(name, value);
    return this;
  }

  Told client(String... lines) {
    return told("client", lines);
  }

  Told server(String... lines) {
    return told("server", lines);
  }

  private Told told(String host, String... lines) {
    for (String line : lines) {
      give(host, Command.of(line.split(" ")), ExitStatus.code(0), "");
    }
    return this;
  }

  /** A command with an end of its own. */
  Told give(String host, Command command, ExitStatus exit, String stdout) {
    CommandResult result =
        new CommandResult(host, command.argv(), exit, stdout, "", stdout.length(), 0, LONG, false);
    now = now.plus(LONG);
    return given(host, Given.ended(command, result, now));
  }

  /** A command whose end nobody knows. */
  Told lost(String host, Command command) {
    return given(host, new Given(command, now, now.plus(LONG), Optional.empty()));
  }

  Told given(String host, Given given) {
    commands.computeIfAbsent(host, name -> new ArrayList<>()).add(given);
    return this;
  }

  Intent intent(String host) {
    return Intent.of(settings, commands.getOrDefault(host, List.of()));
  }

  Circumstances circumstances() {
    Map<String, Intent> intents = new LinkedHashMap<>();
    commands.keySet().forEach(host -> intents.put(host, intent(host)));
    return Circumstances.NONE.with(intents);
  }

  /** The rules that hosts broke in a conversation, by what they were told. */
  List<Rule> broken(Conversation conversation) {
    return Audit.of(conversation.trace(), circumstances()).violations().stream()
        .map(Finding::rule)
        .toList();
  }
}
