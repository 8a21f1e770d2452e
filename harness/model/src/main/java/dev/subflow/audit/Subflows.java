// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.capture.CapturedFrame;
import dev.subflow.packet.Segment;
import dev.subflow.packet.TcpEnd;
import dev.subflow.packet.mptcp.MpCapable;
import dev.subflow.packet.mptcp.MpJoin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which connection and which subflow a segment belongs to. */
final class Subflows {
  private final Map<Way, Subflow> current = new HashMap<>();
  private final Map<Long, Connection> byToken = new HashMap<>();
  private final List<Connection> connections = new ArrayList<>();
  private final Map<Subflow, Sight> ofNobody = new LinkedHashMap<>();
  private final Set<Way> unfollowed = new HashSet<>();
  private final Doubts doubts;

  private record Way(TcpEnd from, TcpEnd to) {
    Way back() {
      return new Way(to, from);
    }
  }

  Subflows(Doubts doubts) {
    this.doubts = doubts;
  }

  /** What is known of a segment; empty where the begin of its subflow was not seen. */
  Optional<Sight> see(
      CapturedFrame frame, int number, Segment segment, List<Interference> interferences) {
    Way way = new Way(segment.source(), segment.destination());
    Subflow subflow = current.get(way);
    if (segment.isSyn() && (subflow == null || !subflow.isBegunBy(segment))) {
      if (subflow != null && !subflow.isAnswered() && !subflow.isFromInitiator(segment)) {
        // Both opened it at once, which has rules of its own.
        return forget(way);
      }
      subflow = begin(segment);
      current.put(way, subflow);
      current.put(way.back(), subflow);
    }
    if (subflow == null) {
      if (segment.isMptcp() && !unfollowed.contains(way.back())) {
        unfollowed.add(way);
      }
      if (segment.options(MpJoin.class).findAny().isPresent()) {
        doubts.lacksSynOfJoin(number);
      }
      return Optional.empty();
    }
    follow(subflow, segment);
    Sight sight =
        new Sight(
            frame,
            number,
            segment,
            subflow,
            subflow.connection(),
            subflow.side(segment),
            interferences);
    if (subflow.kind() == Subflow.Kind.JOINED && segment.isSyn()) {
      joins(sight);
    }
    return Optional.of(sight);
  }

  private Optional<Sight> forget(Way way) {
    current.remove(way);
    current.remove(way.back());
    return Optional.empty();
  }

  private Subflow begin(Segment syn) {
    Optional<MpJoin.Syn> join = syn.options(MpJoin.Syn.class).findFirst();
    if (join.isEmpty()) {
      boolean capable = syn.options(MpCapable.class).findAny().isPresent();
      Connection connection = new Connection();
      Subflow subflow =
          new Subflow(syn, capable ? Subflow.Kind.INITIAL : Subflow.Kind.PLAIN, connection);
      connection.add(subflow);
      return subflow;
    }
    Connection joined = byToken.get(join.get().token());
    Subflow subflow = new Subflow(syn, Subflow.Kind.JOINED, new Connection());
    if (joined != null) {
      joined
          .named(join.get().token())
          .ifPresent(
              side -> {
                subflow.joins(joined, side.other());
                joined.add(subflow);
              });
    }
    return subflow;
  }

  private void joins(Sight sight) {
    if (!sight.connection().hasKeys()) {
      ofNobody.putIfAbsent(sight.subflow(), sight);
    }
  }

  private void follow(Subflow subflow, Segment segment) {
    if (segment.isSynAck()) {
      boolean goesOn =
          subflow.kind() == Subflow.Kind.INITIAL
              ? segment.options(MpCapable.class).findAny().isPresent()
              : segment.options(MpJoin.class).findAny().isPresent();
      if (!goesOn) {
        subflow.becomes(Subflow.Kind.PLAIN);
      }
    }
    subflow.half(segment).sends(segment, subflow.peerHalf(segment));
    if (subflow.kind() == Subflow.Kind.INITIAL) {
      segment.options(MpCapable.class).forEach(option -> learn(subflow, segment, option));
    }
  }

  private void learn(Subflow subflow, Segment segment, MpCapable option) {
    Connection connection = subflow.connection();
    Party sender = connection.party(subflow.side(segment));
    if (segment.isSyn() || segment.isSynAck()) {
      connection.handshake(option);
      if (option.deniesJoinToInitialAddress()) {
        sender.closes(segment.source());
      }
    }
    boolean knew = connection.hasKeys();
    if (!segment.isSyn()) {
      option.senderKey().ifPresent(sender::key);
    }
    if (!knew && connection.hasKeys()) {
      Connection known = byToken.get(connection.party(Side.RESPONDER).token());
      if (known != null && known.hasKeysOf(connection)) {
        // Captures of both sides of a box that translates addresses show each segment twice.
        subflow.joins(known, Side.INITIATOR);
        known.add(subflow);
        return;
      }
      connections.add(connection);
      for (Side side : Side.values()) {
        byToken.put(connection.party(side).token(), connection);
      }
    }
  }

  /** The connections whose keys are known. */
  List<Connection> connections() {
    return connections;
  }

  /** Connections with MPTCP options whose SYN is not in the capture. */
  int unfollowed() {
    return unfollowed.size();
  }

  /** Joins with a token of no connection that was seen, each with its SYN. */
  Map<Subflow, Sight> ofNobody() {
    return ofNobody;
  }
}
