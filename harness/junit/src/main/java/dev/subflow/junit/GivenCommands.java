// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.audit.Given;
import dev.subflow.audit.Intent;
import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.UnfinishedCommand;
import dev.subflow.topology.HostSpec;
import dev.subflow.topology.Topology;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps the commands that hosts were given, for what their path managers were told. Thread-safe.
 */
final class GivenCommands {
  private final Map<String, List<Given>> byGuest = new LinkedHashMap<>();

  synchronized void ended(Command command, CommandResult result) {
    add(result.guest(), Given.ended(command, result, Instant.now()));
  }

  synchronized void failed(UnfinishedCommand unfinished) {
    Instant now = Instant.now();
    Instant began = now.minus(unfinished.elapsed());
    add(unfinished.guest(), new Given(unfinished.command(), began, now, Optional.empty()));
  }

  private void add(String guest, Given given) {
    byGuest.computeIfAbsent(guest, name -> new ArrayList<>()).add(given);
  }

  /** What the path managers of hosts were told so far. */
  synchronized Map<String, Intent> intents(Topology topology) {
    Map<String, Intent> intents = new LinkedHashMap<>();
    for (HostSpec host : topology.hosts()) {
      List<Given> given = byGuest.getOrDefault(host.name(), List.of());
      intents.put(host.name(), Intent.of(host.sysctls(), given));
    }
    return intents;
  }
}
