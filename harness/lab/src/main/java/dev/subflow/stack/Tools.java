// SPDX-License-Identifier: Apache-2.0
package dev.subflow.stack;

import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.Guest;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Runs the tools of one network namespace. */
record Tools(Guest guest, Optional<String> netns) {
  Tools {
    Objects.requireNonNull(guest, "guest");
    Objects.requireNonNull(netns, "netns");
  }

  Command command(List<String> argv) {
    Command command = Command.of(argv.toArray(String[]::new));
    return netns.map(command::inNetns).orElse(command);
  }

  CommandResult run(Command command) {
    return guest.run(command);
  }

  /** Runs a tool that must succeed. */
  CommandResult succeed(List<String> argv) {
    return guest.succeed(command(argv));
  }

  /** Output of a tool that must succeed. */
  String output(String... argv) {
    return succeed(List.of(argv)).stdout();
  }

  @Override
  public String toString() {
    return guest.name() + netns.map(n -> "/" + n).orElse("");
  }
}
