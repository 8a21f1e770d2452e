// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults.guests;

import dev.subflow.guest.Command;
import dev.subflow.guest.Guest;
import dev.subflow.guest.RunningCommand;
import java.time.Duration;

/**
 * A fault and the guest that it befalls, as properties of the JVM say.
 *
 * @param name of the fault
 * @param script what brings it about, for sh; blank where that is done from outside
 * @param second whether it befalls the server, to which nobody talks then
 * @param talks whether the script runs in the foreground of the server, for what it prints
 * @param release first characters of the kernels that it befalls
 * @param lasts how long it takes
 */
public record Staged(
    String name, String script, boolean second, boolean talks, String release, Duration lasts) {
  /** Prefix of the names of the properties. */
  public static final String PROPERTY = "subflow.fault.";

  /** What the guest is told before the fault; a log of commands that has it means: now. */
  public static final String MARK = "the fault comes next: ";

  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration LIMIT = Duration.ofSeconds(100);

  static Staged ofProcess() {
    return new Staged(
        property("name"),
        property("script"),
        property("where").equals("second"),
        Boolean.parseBoolean(property("talks")),
        property("release"),
        Duration.ofSeconds(Long.parseLong(property("seconds"))));
  }

  private static String property(String name) {
    return System.getProperty(PROPERTY + name, "");
  }

  void befall(Guest client, Guest server) {
    Guest victim = second ? server : client;
    String kernel = client.succeed("uname", "-r").stdout();
    server.succeed("true");
    if (!kernel.startsWith(release)) {
      return;
    }
    victim.succeed("echo", MARK + name);
    Command rest =
        Command.of("sleep", Long.toString(lasts.toSeconds())).timeout(lasts.plus(PATIENCE));
    if (script.isBlank()) {
      client.succeed(rest);
    } else if (!second) {
      var unused = client.run(Command.shell(script).timeout(LIMIT));
    } else if (talks) {
      try (RunningCommand flood = server.start(Command.shell(script).timeout(LIMIT))) {
        client.succeed(rest);
        var unused = flood.await(LIMIT);
      }
    } else {
      server.succeed(Command.shell("{ sleep 1\n" + script + "\n} >/dev/null 2>&1 </dev/null &"));
      client.succeed(rest);
    }
  }
}
