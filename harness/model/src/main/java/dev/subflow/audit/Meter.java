// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.packet.Segment;
import dev.subflow.packet.TcpEnd;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Measures one connection, frame by frame. */
final class Meter implements Consumer<Sight> {
  private final Connection connection;
  private final Subflow initial;
  private final Instant start;
  private final TcpEnd initiator;
  private final TcpEnd responder;
  private final Map<Side, Progress> ofData = new EnumMap<>(Side.class);
  private final Map<Side, Progress> ofInitial = new EnumMap<>(Side.class);
  private final Map<Subflow, Segment> syns = new LinkedHashMap<>();
  private final Map<String, Long> frameBytes = new LinkedHashMap<>();

  /** Begins with the first SYN of a connection. */
  Meter(Sight syn, long skipped) {
    connection = syn.connection();
    initial = syn.subflow();
    start = syn.time();
    initiator = syn.segment().source();
    responder = syn.segment().destination();
    for (Side side : Side.values()) {
      ofData.put(side, new Progress(skipped));
      ofInitial.put(side, new Progress(skipped));
    }
  }

  @Override
  public void accept(Sight sight) {
    frameBytes.merge(
        sight.frame().nic().name(), (long) sight.frame().frame().wireLength(), Long::sum);
    if (sight.segment().isSyn()) {
      syns.putIfAbsent(sight.subflow(), sight.segment());
    }
    Coverage data = sight.sender().data().seen();
    of(ofData, sight.side()).reaches(sight.time(), data.contiguousFrom(1), data.end());
    if (sight.subflow() == initial) {
      Coverage payload = sight.half().payload();
      of(ofInitial, sight.side()).reaches(sight.time(), payload.contiguousFrom(1), payload.end());
    }
  }

  private static Progress of(Map<Side, Progress> sides, Side side) {
    return sides.computeIfAbsent(side, s -> new Progress(0));
  }

  Transfers result() {
    return new Transfers(
        start,
        initiator,
        responder,
        transfer(Side.INITIATOR, initiator, responder),
        transfer(Side.RESPONDER, responder, initiator));
  }

  private Transfer transfer(Side side, TcpEnd from, TcpEnd to) {
    boolean isMptcp =
        initial.kind() == Subflow.Kind.INITIAL
            && connection.hasKeys()
            && !connection.mayHaveFallenBack();
    Progress progress = of(isMptcp ? ofData : ofInitial, side);
    Instant first = progress.first().orElse(start);
    return new Transfer(
        from,
        to,
        isMptcp,
        progress.bytes(),
        since(first),
        progress.first().isEmpty() ? Duration.ZERO : since(progress.last()),
        progress.stall(),
        progress.stall().isZero() ? Duration.ZERO : since(progress.stalled()),
        progress.blocked(),
        isMptcp ? paths(side) : List.of(plain(side, progress)),
        frameBytes);
  }

  private List<Transfer.Path> paths(Side side) {
    List<Transfer.Path> paths = new ArrayList<>();
    syns.forEach(
        (subflow, syn) -> {
          boolean ofSyn = subflow.side(syn) == side;
          Load load = subflow.half(ofSyn).load();
          paths.add(
              new Transfer.Path(
                  ofSyn ? syn.source() : syn.destination(),
                  ofSyn ? syn.destination() : syn.source(),
                  load.payload(),
                  load.fresh(),
                  load.again(),
                  load.repeated(),
                  load.late(),
                  load.first().map(this::since),
                  load.first().map(f -> since(load.last()))));
        });
    return paths;
  }

  private Transfer.Path plain(Side side, Progress progress) {
    Load load = initial.half(side == Side.INITIATOR).load();
    return new Transfer.Path(
        side == Side.INITIATOR ? initiator : responder,
        side == Side.INITIATOR ? responder : initiator,
        load.payload(),
        load.payload() - load.repeated(),
        load.repeated(),
        load.repeated(),
        load.late(),
        progress.first().map(this::since),
        progress.first().map(f -> since(progress.last())));
  }

  private Duration since(Instant time) {
    return Duration.between(start, time);
  }
}
