// SPDX-License-Identifier: Apache-2.0
package dev.subflow.stack;

import dev.subflow.guest.RunningCommand;
import dev.subflow.mptcp.EventLog;
import dev.subflow.mptcp.MptcpEvent;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A running {@code ip mptcp monitor}. Thread-safe. */
public final class EventMonitor implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final RunningCommand command;
  private final String host;

  private EventMonitor(RunningCommand command, String host) {
    this.command = command;
    this.host = host;
  }

  static EventMonitor start(Tools tools) {
    long before = listeners(tools);
    // ip does not flush its output line by line into a pipe.
    RunningCommand command =
        tools.guest().start(tools.command(List.of("stdbuf", "-oL", "ip", "mptcp", "monitor")));
    try {
      Awaitility.await("ip mptcp monitor on " + tools + " to listen for events")
          .atMost(LIMIT)
          .pollInterval(Duration.ofMillis(50))
          .failFast(() -> requireRunning(command))
          .until(() -> listeners(tools) > before);
    } catch (RuntimeException | Error e) {
      command.close();
      throw e;
    }
    return new EventMonitor(command, tools.toString());
  }

  private static void requireRunning(RunningCommand command) {
    command
        .result()
        .ifPresent(
            r -> {
              throw new AssertionError("ip mptcp monitor ended: " + r.describe());
            });
  }

  /** Sockets that are in a group of generic netlink: there is no other sign that ip is ready. */
  private static long listeners(Tools tools) {
    // sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode
    // ffff8880028a1000 16  231        00000010 0        0        0     2        0        7212
    return tools
        .output("cat", "/proc/net/netlink")
        .lines()
        .map(line -> line.strip().split("\\s+", -1))
        .filter(w -> w.length > 3 && w[1].equals("16") && !w[3].matches("0+"))
        .count();
  }

  /** Events so far. */
  public EventLog events() {
    return EventLog.parse(command.stdout());
  }

  /** Waits up to 20 s for an event of a kind, and returns the first of them. */
  public MptcpEvent await(MptcpEvent.Type type) {
    return await("event " + type, event -> event.type() == type);
  }

  /** Waits up to 20 s for an event, which may have come already, and returns the first of them. */
  public MptcpEvent await(String what, Predicate<MptcpEvent> wanted) {
    Awaitility.await(what)
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .failFast(() -> requireRunning(command))
        .untilAsserted(() -> first(what, wanted));
    return first(what, wanted);
  }

  private MptcpEvent first(String what, Predicate<MptcpEvent> wanted) {
    EventLog log = events();
    return log.events().stream()
        .filter(wanted)
        .findFirst()
        .orElseThrow(
            () ->
                new AssertionError(
                    "expected " + what + " on " + host + "\n--- events\n" + log.raw()));
  }

  /** Stops watching. */
  @Override
  public void close() {
    command.close();
  }
}
