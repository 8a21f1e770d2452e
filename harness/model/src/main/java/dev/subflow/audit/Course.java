// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.capture.PacketTrace;
import dev.subflow.packet.TcpEnd;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * How the data of one connection went over its subflows, segment by segment, as the wires saw it.
 *
 * <p>What {@link Transfers} measures, this draws. Places are relative to the initial data sequence
 * number, the first byte is at 1; of a connection that is TCP, or fell back to it, they are
 * positions on its first subflow.
 *
 * @param start time of its first SYN
 * @param initiator end of the first subflow that sent it
 * @param responder the other
 * @param isMptcp whether it was MPTCP to the end
 * @param ways each direction of each subflow, in the order of their SYNs, initiator's first
 * @param up how the responder acknowledged what the initiator sent
 * @param down how the initiator acknowledged what the responder sent
 */
public record Course(
    Instant start,
    TcpEnd initiator,
    TcpEnd responder,
    boolean isMptcp,
    List<Way> ways,
    List<Ack> up,
    List<Ack> down) {
  public Course {
    Objects.requireNonNull(start, "start");
    Objects.requireNonNull(initiator, "initiator");
    Objects.requireNonNull(responder, "responder");
    ways = List.copyOf(ways);
    up = List.copyOf(up);
    down = List.copyOf(down);
  }

  /**
   * One direction of a subflow.
   *
   * @param from end that sends
   * @param to the other
   * @param isUp whether the initiator of the connection sends
   * @param pieces payload in the order of time
   */
  public record Way(TcpEnd from, TcpEnd to, boolean isUp, List<Piece> pieces) {
    public Way {
      Objects.requireNonNull(from, "from");
      Objects.requireNonNull(to, "to");
      pieces = List.copyOf(pieces);
    }
  }

  /**
   * Payload of one segment.
   *
   * @param frame number of its frame in the capture, from 1
   * @param place of its first byte in the data
   * @param length bytes
   * @param isAgain whether all of it had arrived before, over this subflow or another
   */
  public record Piece(Instant at, int frame, long place, int length, boolean isAgain) {}

  /**
   * A step of the acknowledged data.
   *
   * @param place up to which all was acknowledged
   */
  public record Ack(Instant at, long place) {}

  /**
   * The course of each connection of a capture whose SYN is in it, MPTCP or TCP, in the order of
   * those. Captures of some wires alone mislead it; whatever they contain, it does not fail.
   */
  public static List<Course> of(PacketTrace trace) {
    return new Measuring<>(trace, CourseMeter::new)
        .measure(trace).stream().map(CourseMeter::result).toList();
  }
}
