// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.capture.PacketTrace;
import dev.subflow.packet.TcpEnd;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Measure of one connection, both ways.
 *
 * @param start time of its first SYN
 * @param initiator end of the first subflow that sent it
 * @param responder the other
 * @param up what the initiator sent
 * @param down what the responder sent
 */
public record Transfers(
    Instant start, TcpEnd initiator, TcpEnd responder, Transfer up, Transfer down) {
  public Transfers {
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(initiator, "initiator");
    Objects.requireNonNull(responder, "responder");
    Objects.requireNonNull(up, "up");
    Objects.requireNonNull(down, "down");
  }

  /**
   * Measures each connection of a capture whose SYN is in it, MPTCP or TCP, in the order of those.
   * Captures of some wires alone mislead it, as they mislead {@link Audit}; whatever they contain,
   * it does not fail.
   */
  public static List<Transfers> of(PacketTrace trace) {
    return of(trace, 0);
  }

  /**
   * As {@link #of(PacketTrace)}, without the first bytes of each direction: a greeting before
   * subflows join, say. Bytes of paths and of frames are of all that was sent.
   *
   * @param skipped bytes of payload, 0 or more
   */
  public static List<Transfers> of(PacketTrace trace, long skipped) {
    if (skipped < 0) {
      throw new IllegalArgumentException("can't skip " + skipped + " bytes; give 0 or more");
    }
    return new Measuring<>(trace, syn -> new Meter(syn, skipped))
        .measure(trace).stream().map(Meter::result).toList();
  }
}
