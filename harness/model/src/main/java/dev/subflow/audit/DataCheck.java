// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.Segment;
import dev.subflow.packet.mptcp.DataSequence;
import dev.subflow.packet.mptcp.Dss;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;

/** The data itself: the same bytes on every path, and acknowledged only when it is there. */
final class DataCheck implements Check {
  /** Wires have clocks of their own threads, which may see a frame late. */
  private static final Duration LATE = Duration.ofMillis(200);

  /** The most mappings that the payload of one segment is looked up in. */
  private static final int MOST = 256;

  private final Deque<Acknowledged> early = new ArrayDeque<>();

  private record Acknowledged(Sight sight, long place) {}

  @Override
  public void see(Sight sight, Findings findings) {
    Segment segment = sight.segment();
    if (!sight.isPlain()) {
      sight.sender().offers(sight.half().window(segment, sight.peerHalf()));
    }
    if (!sight.isOfConnection()) {
      return;
    }
    if (segment.payloadLength() > 0 && sight.isBehindHandshake()) {
      payload(sight, findings);
    }
    segment
        .options(Dss.class)
        .flatMap(dss -> dss.dataAck().stream())
        .forEach(ack -> acknowledged(sight, ack, findings));
    while (!early.isEmpty()
        && Duration.between(early.getFirst().sight().time(), sight.time()).compareTo(LATE) > 0) {
      judge(early.removeFirst(), findings);
    }
  }

  private static void payload(Sight sight, Findings findings) {
    Half half = sight.half();
    boolean joined = sight.subflow().kind() == Subflow.Kind.JOINED;
    boolean agreed = joined || (half.sentDss() && sight.peerHalf().sentDss());
    if (!agreed && !sight.segment().isMptcp()) {
      sight.connection().fallsBack();
    }
    if (sight.connection().mayHaveFallenBack()) {
      half.waiting().clear();
      return;
    }
    long from = sight.position();
    long to = from + sight.segment().payloadLength();
    Optional<ByteBuffer> bytes =
        sight.hasItsPayload() ? Optional.of(sight.segment().payloadBuffer()) : Optional.empty();
    Waiting.Piece whole = new Waiting.Piece(sight, from, to, bytes, agreed);
    long next = from;
    for (int i = 0; next < to; i++) {
      if (i == MOST) {
        sight.connection().lacksFrames();
        return;
      }
      long at = next;
      Optional<Placements.Piece> here = half.placements().at(at);
      next =
          Math.min(to, here.map(Placements.Piece::to).orElse(half.placements().nextAfter(at, to)));
      if (here.isPresent()) {
        place(half, whole.part(at, next), findings);
      } else {
        half.waiting().add(whole.part(at, next));
      }
    }
  }

  /** Gives payload its place in the data; its first byte has a mapping, as all of it has. */
  static void place(Half half, Waiting.Piece piece, Findings findings) {
    long shift = half.placements().at(piece.from()).orElseThrow().shift();
    Sight sight = piece.sight();
    DataStream data = sight.sender().data();
    long place = piece.from() + shift;
    long behind = piece.to() + shift;
    half.load().places(sight.time(), behind - place, data.seen().add(place, behind));
    if (behind > sight.receiver().edge() + 1) {
      findings.broken(
          sight,
          Rule.WINDOW,
          "data up to "
              + (behind - 1)
              + " where the peer has acknowledged up to "
              + sight.receiver().acknowledged()
              + " and its windows end before "
              + sight.receiver().edge());
    }
    OptionalLong differs =
        piece.bytes().map(b -> data.bytes().add(place, b)).orElse(OptionalLong.empty());
    if (differs.isPresent() && !isProbe(sight, place)) {
      findings.broken(
          sight,
          Rule.DATA_SAME,
          "byte " + differs.getAsLong() + " of the data differs from what was sent before");
    }
  }

  /**
   * Whether it asks a closed window for news: one byte with the number of one that the peer has
   * acknowledged, which nobody takes. Linux sends the next byte of the data by the number of the
   * last one ({@code zero_window_probe} in {@code mptcp_sendmsg_frag()}, net/mptcp/protocol.c).
   */
  private static boolean isProbe(Sight sight, long place) {
    return sight.segment().payloadLength() == 1 && place < sight.receiver().acknowledged();
  }

  private void acknowledged(Sight sight, DataSequence ack, Findings findings) {
    DataStream data = sight.receiver().data();
    long place = DataStream.place(ack, sight.receiver());
    if (sight.connection().mayHaveFallenBack()) {
      return;
    }
    sight
        .half()
        .order()
        .highest(sight.segment(), place)
        .ifPresent(
            before ->
                findings.broken(
                    sight,
                    Rule.DATA_ACK_BACK,
                    "acknowledges data up to " + place + ", and before that up to " + before));
    sight.sender().acknowledges(place);
    if (place > data.arrived()) {
      early.add(new Acknowledged(sight, place));
    }
  }

  private static void judge(Acknowledged ack, Findings findings) {
    long arrived = ack.sight().receiver().data().arrived();
    if (ack.place() > arrived && !ack.sight().connection().mayHaveFallenBack()) {
      findings.broken(
          ack.sight(),
          Rule.DATA_ACK_SENT,
          "acknowledges data up to " + ack.place() + " where it has it up to " + arrived);
    }
  }

  @Override
  public void end(Findings findings) {
    early.forEach(ack -> judge(ack, findings));
    early.clear();
  }

  @Override
  public void end(Connection connection, Findings findings) {
    if (connection.mayHaveFallenBack()) {
      return;
    }
    for (Subflow subflow : connection.subflows()) {
      for (boolean ofInitiator : new boolean[] {true, false}) {
        subflow
            .half(ofInitiator)
            .waiting()
            .firstNeeded()
            .ifPresent(
                piece ->
                    findings.broken(
                        piece.sight(),
                        Rule.MAPPING_MISSING,
                        (piece.to() - piece.from())
                            + " bytes from byte "
                            + piece.from()
                            + " of the subflow have no mapping"));
      }
    }
    for (Side side : Side.values()) {
      finAcknowledged(connection, side, findings);
    }
  }

  private static void finAcknowledged(Connection connection, Side side, Findings findings) {
    DataStream data = connection.party(side).data();
    Party peer = connection.party(side.other());
    boolean reset = connection.subflows().stream().anyMatch(Subflow::wasReset);
    data.finSight()
        .filter(sight -> !reset && data.arrived() > data.fin().orElse(Long.MAX_VALUE))
        .filter(sight -> peer.acknowledged() < data.arrived() && peer.wentOnAfter(sight))
        .ifPresent(
            sight ->
                findings.unanswered(
                    sight,
                    Rule.DATA_FIN_ACKED,
                    "acknowledges data up to "
                        + peer.acknowledged()
                        + " where the DATA_FIN is at "
                        + data.fin().orElse(0)));
  }
}
