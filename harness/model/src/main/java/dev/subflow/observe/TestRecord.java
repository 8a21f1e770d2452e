// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

import dev.subflow.capture.PacketTrace;
import dev.subflow.guest.CommandResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes what a test saw, piece by piece, and makes an {@link Observation} of it. Thread-safe.
 *
 * <p>What is kept of each piece is bounded, as guests may be hostile.
 */
public final class TestRecord {
  private final Map<String, ProcCounters> before = new LinkedHashMap<>();
  private final Map<String, ProcCounters> after = new LinkedHashMap<>();
  private final Map<String, List<String>> left = new LinkedHashMap<>();
  private final Map<String, String> missing = new LinkedHashMap<>();
  private final Commands commands = new Commands();

  /** Takes a command that ended. */
  public synchronized void command(CommandResult result) {
    commands.take(result);
  }

  /** Takes the counters of a host at the start. */
  public synchronized void start(String host, ProcCounters counters) {
    before.put(host, counters);
  }

  /** Takes the counters of a host at the end. */
  public synchronized void end(String host, ProcCounters counters) {
    after.put(host, counters);
  }

  /** Takes what {@code ip mptcp endpoint} and then {@code ip mptcp limits} print at the end. */
  public synchronized void left(String host, String text) {
    List<String> lines =
        text.lines().filter(l -> !l.isBlank()).map(l -> l.strip().replaceAll("\\s+", " ")).toList();
    left.put(host, lines);
  }

  /** Notes that a host could not be asked; only the first reason stays. */
  public synchronized void missing(String host, String why) {
    missing.putIfAbsent(host, why);
  }

  /**
   * Everything so far.
   *
   * @param trace of all wires
   */
  public synchronized Observation observation(PacketTrace trace) {
    PartCollector parts = new PartCollector();
    missing.forEach((host, why) -> parts.put("missing/" + host, MessageWords.of(why)));
    Conversations.into(parts, trace);
    commands.into(parts);
    left.forEach((host, lines) -> parts.put("left/" + host, lines));
    after.forEach(
        (host, counters) -> {
          ProcCounters start = before.get(host);
          if (start != null) {
            CounterChanges.into(parts, host, start, counters);
          }
        });
    return parts.build();
  }
}
