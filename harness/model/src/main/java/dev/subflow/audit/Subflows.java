// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.capture.CapturedFrame;
import dev.subflow.packet.Segment;
import dev.subflow.packet.TcpEnd;
import dev.subflow.packet.mptcp.MpCapable;
import dev.subflow.packet.mptcp.MpJoin;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Which connection and which subflow a segment belongs to. */
final class Subflows {
  private final Map<Set<TcpEnd>, Subflow> current = new HashMap<>();
  private final List<Connection> connections = new ArrayList<>();

  /** What is known of a segment; empty where the begin of its subflow was not seen. */
  Optional<Sight> see(
      CapturedFrame frame, int number, Segment segment, Consumer<Finding> findings) {
    Set<TcpEnd> ends = Set.copyOf(List.of(segment.source(), segment.destination()));
    Subflow subflow = current.get(ends);
    if (segment.isSyn() && (subflow == null || !subflow.isBegunBy(segment))) {
      subflow = begin(frame, number, segment, findings);
      current.put(ends, subflow);
    }
    if (subflow == null) {
      return Optional.empty();
    }
    follow(subflow, segment);
    return Optional.of(sight(frame, number, segment, subflow));
  }

  private static Sight sight(CapturedFrame frame, int number, Segment segment, Subflow subflow) {
    return new Sight(frame, number, segment, subflow, subflow.connection(), subflow.side(segment));
  }

  private Subflow begin(CapturedFrame frame, int number, Segment syn, Consumer<Finding> findings) {
    Optional<MpJoin.Syn> join = syn.options(MpJoin.Syn.class).findFirst();
    if (join.isEmpty()) {
      boolean capable = syn.options(MpCapable.class).findAny().isPresent();
      Connection connection = new Connection();
      syn.options(MpCapable.class).forEach(connection::handshake);
      return new Subflow(syn, capable ? Subflow.Kind.INITIAL : Subflow.Kind.PLAIN, connection);
    }
    Optional<Connection> joined =
        connections.stream().filter(c -> c.named(join.get().token()).isPresent()).findFirst();
    Subflow subflow = new Subflow(syn, Subflow.Kind.JOINED, joined.orElseGet(Connection::new));
    if (joined.isEmpty()) {
      if (!connections.isEmpty()) {
        findings.accept(
            sight(frame, number, syn, subflow)
                .breaks(Rule.JOIN_TOKEN, join.get() + ", a token of no connection"));
      }
      return subflow;
    }
    joined.get().named(join.get().token()).ifPresent(s -> subflow.joins(joined.get(), s.other()));
    return subflow;
  }

  private void follow(Subflow subflow, Segment segment) {
    Half half = subflow.half(segment);
    if (segment.isSynAck()) {
      half.begins(segment.sequence());
      if (subflow.kind() == Subflow.Kind.INITIAL) {
        if (segment.options(MpCapable.class).findAny().isEmpty()) {
          subflow.becomes(Subflow.Kind.PLAIN);
        }
      } else if (subflow.kind() == Subflow.Kind.JOINED
          && segment.options(MpJoin.class).findAny().isEmpty()) {
        subflow.becomes(Subflow.Kind.PLAIN);
      }
    } else if (!segment.isSyn()) {
      half.sendsBehindSyn();
    }
    if (subflow.kind() == Subflow.Kind.INITIAL && !segment.isSyn()) {
      Stream<MpCapable> options = segment.options(MpCapable.class);
      options.forEach(option -> learn(subflow, segment, option));
    }
  }

  private void learn(Subflow subflow, Segment segment, MpCapable option) {
    Connection connection = subflow.connection();
    if (segment.isSynAck()) {
      connection.handshake(option);
    }
    boolean knew = connection.hasKeys();
    option.senderKey().ifPresent(connection.party(subflow.side(segment))::key);
    if (!knew && !connections.contains(connection)) {
      connections.add(connection);
    }
  }
}
