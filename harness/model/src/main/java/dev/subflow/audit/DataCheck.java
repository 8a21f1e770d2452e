// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** The data itself: the same bytes on every path, and acknowledged only when it is there. */
final class DataCheck implements Check {
  /** Wires have clocks of their own threads, which may see a frame late. */
  private static final Duration LATE = Duration.ofMillis(200);

  private final Map<Half, List<Placed>> waiting = new LinkedHashMap<>();
  private final Deque<Acknowledged> early = new ArrayDeque<>();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Placed(Sight sight, long from, byte[] bytes) {}

  private record Acknowledged(Sight sight, long place) {}

  @Override
  public void see(Sight sight, Consumer<Finding> findings) {
    if (sight.subflow().kind() == Subflow.Kind.PLAIN || !sight.connection().hasKeys()) {
      return;
    }
    byte[] bytes = sight.segment().payload();
    boolean whole = bytes.length == sight.segment().payloadLength();
    if (bytes.length > 0 && whole && !sight.segment().isSyn()) {
      long from = sight.half().position(sight.segment().sequence());
      waiting
          .computeIfAbsent(sight.half(), half -> new ArrayList<>())
          .add(new Placed(sight, from, bytes));
    }
    place(sight.half(), findings);
    sight
        .segment()
        .options(dev.subflow.packet.mptcp.Dss.class)
        .flatMap(dss -> dss.dataAck().stream())
        .forEach(ack -> acknowledged(sight, ack, findings));
    while (!early.isEmpty()
        && Duration.between(early.getFirst().sight().time(), sight.time()).compareTo(LATE) > 0) {
      judge(early.removeFirst(), findings);
    }
  }

  private void place(Half half, Consumer<Finding> findings) {
    List<Placed> pieces = waiting.getOrDefault(half, new ArrayList<>());
    pieces.removeIf(piece -> place(half, piece, findings));
  }

  /** Whether all of it has its place now. */
  private static boolean place(Half half, Placed piece, Consumer<Finding> findings) {
    long next = piece.from();
    long to = piece.from() + piece.bytes().length;
    for (int guard = 0; next < to && guard < 64; guard++) {
      long at = next;
      java.util.Optional<Half.Mapped> mapped =
          half.mappings().stream().filter(m -> m.covers(at)).findFirst();
      if (mapped.isEmpty()) {
        return false;
      }
      long stop = Math.min(to, mapped.get().to());
      long place = mapped.get().data() + at - mapped.get().from();
      byte[] part =
          java.util.Arrays.copyOfRange(
              piece.bytes(), (int) (at - piece.from()), (int) (stop - piece.from()));
      OptionalLong differs = piece.sight().sender().data().bytes().add(place, part);
      if (differs.isPresent()) {
        findings.accept(
            piece
                .sight()
                .breaks(
                    Rule.DATA_SAME,
                    "byte "
                        + differs.getAsLong()
                        + " of the data differs from what was sent before"));
      }
      next = stop;
    }
    return true;
  }

  private void acknowledged(
      Sight sight, dev.subflow.packet.mptcp.DataSequence ack, Consumer<Finding> findings) {
    DataStream data = sight.receiver().data();
    long place = DataStream.place(ack, sight.receiver(), data.bytes().end());
    String nic = sight.frame().nic().name();
    long before = sight.half().dataAck(nic);
    if (place < before) {
      findings.accept(
          sight.breaks(
              Rule.DATA_ACK_BACK,
              "acknowledges data up to " + place + ", and before that up to " + before));
    } else {
      sight.half().dataAck(nic, place);
    }
    if (place > data.arrived() && !sight.connection().mayHaveFallenBack()) {
      early.add(new Acknowledged(sight, place));
    }
  }

  private static void judge(Acknowledged ack, Consumer<Finding> findings) {
    long arrived = ack.sight().receiver().data().arrived();
    if (ack.place() > arrived && !ack.sight().connection().mayHaveFallenBack()) {
      findings.accept(
          ack.sight()
              .breaks(
                  Rule.DATA_ACK_SENT,
                  "acknowledges data up to " + ack.place() + " where it has it up to " + arrived));
    }
  }

  @Override
  public void end(Consumer<Finding> findings) {
    waiting.keySet().forEach(half -> place(half, findings));
    early.forEach(ack -> judge(ack, findings));
    early.clear();
  }
}
