// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.Segment;
import dev.subflow.packet.TcpEnd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Follows the data of one connection. */
final class CourseMeter implements Consumer<Sight> {
  private final Connection connection;
  private final Subflow initial;
  private final Instant start;
  private final TcpEnd initiator;
  private final TcpEnd responder;

  /** By SYN, so that the directions of a subflow are neighbours. */
  private final Map<Subflow, Segment> syns = new LinkedHashMap<>();

  private final IdentityHashMap<Half, Sent> sent = new IdentityHashMap<>();
  private final Map<Side, List<Course.Ack>> acks = new EnumMap<>(Side.class);

  CourseMeter(Sight syn) {
    connection = syn.connection();
    initial = syn.subflow();
    start = syn.time();
    initiator = syn.segment().source();
    responder = syn.segment().destination();
    for (Side side : Side.values()) {
      acks.put(side, new ArrayList<>());
    }
  }

  @Override
  public void accept(Sight sight) {
    if (sight.segment().isSyn()) {
      syns.putIfAbsent(sight.subflow(), sight.segment());
    }
    sent.computeIfAbsent(sight.half(), half -> new Sent()).see(sight);
    acknowledges(sight);
  }

  private void acknowledges(Sight sight) {
    List<Course.Ack> ofPeer = acks.getOrDefault(sight.side().other(), new ArrayList<>());
    long place = sight.sender().acknowledged();
    if (place > (ofPeer.isEmpty() ? 1 : ofPeer.get(ofPeer.size() - 1).place())) {
      ofPeer.add(new Course.Ack(sight.time(), place));
    }
  }

  Course result() {
    boolean isMptcp =
        initial.kind() == Subflow.Kind.INITIAL
            && connection.hasKeys()
            && !connection.mayHaveFallenBack();
    List<Course.Way> ways = new ArrayList<>();
    syns.forEach(
        (subflow, syn) -> {
          if (isMptcp || subflow == initial) {
            ways.add(way(subflow, syn, true, isMptcp));
            ways.add(way(subflow, syn, false, isMptcp));
          }
        });
    ways.sort((one, other) -> Boolean.compare(other.isUp(), one.isUp()));
    return new Course(
        start,
        initiator,
        responder,
        isMptcp,
        ways,
        isMptcp ? acks.getOrDefault(Side.INITIATOR, List.of()) : List.of(),
        isMptcp ? acks.getOrDefault(Side.RESPONDER, List.of()) : List.of());
  }

  private Course.Way way(Subflow subflow, Segment syn, boolean ofSyn, boolean isMptcp) {
    Sent pieces = sent.getOrDefault(subflow.half(ofSyn), new Sent());
    return new Course.Way(
        ofSyn ? syn.source() : syn.destination(),
        ofSyn ? syn.destination() : syn.source(),
        (subflow.side(syn) == Side.INITIATOR) == ofSyn,
        isMptcp ? pieces.data : pieces.payload);
  }

  /** What went one way on a subflow. */
  private static final class Sent {
    /** With places in the data. */
    final List<Course.Piece> data = new ArrayList<>();

    /** With positions on the subflow. */
    final List<Course.Piece> payload = new ArrayList<>();

    private long fresh;
    private long once;

    void see(Sight sight) {
      if (sight.segment().payloadLength() == 0 || !sight.half().began()) {
        return;
      }
      Load load = sight.half().load();
      long position = sight.position();
      payload.add(piece(sight, position, load.payload() - load.repeated() == once));
      once = load.payload() - load.repeated();
      sight
          .half()
          .placements()
          .at(position)
          .ifPresent(p -> data.add(piece(sight, position + p.shift(), load.fresh() == fresh)));
      fresh = load.fresh();
    }

    private static Course.Piece piece(Sight sight, long place, boolean isAgain) {
      return new Course.Piece(
          sight.time(), sight.number(), place, sight.segment().payloadLength(), isAgain);
    }
  }
}
