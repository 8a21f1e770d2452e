// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.systemd;

import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.Guest;
import java.time.Duration;
import java.util.stream.Stream;

/** Talks to the systemd of a guest. */
final class Systemctl {
  /** Time that systemd may take, on a kernel with KASAN too. */
  private static final Duration LIMIT = Duration.ofMinutes(4);

  private Systemctl() {}

  static CommandResult systemctl(Guest guest, String... arguments) {
    String[] argv =
        Stream.concat(Stream.of("systemctl"), Stream.of(arguments)).toArray(String[]::new);
    return guest.succeed(
        Command.of(argv).timeout(LIMIT).env("SYSTEMD_BUS_TIMEOUT", LIMIT.toSeconds() + "s"));
  }
}
