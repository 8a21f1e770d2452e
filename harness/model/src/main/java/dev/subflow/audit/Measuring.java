// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.capture.CapturedFrame;
import dev.subflow.capture.PacketTrace;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Goes through a capture once, and shows each connection's segments to a meter of its own.
 *
 * @param <M> meter of one connection
 */
final class Measuring<M extends Consumer<Sight>> {
  /** Nobody is judged. */
  private static final Findings MUTE =
      new Findings() {
        @Override
        public void broken(Sight sight, Rule rule, String what) {}

        @Override
        public void unanswered(Sight sight, Rule rule, String what) {}
      };

  private final Subflows subflows;
  private final List<Check> followed =
      List.of(new CloseCheck(), new MappingCheck(), new DataCheck());
  private final Function<Sight, M> begins;
  private final IdentityHashMap<Connection, M> meters = new IdentityHashMap<>();
  private final Map<Integer, M> inOrder = new LinkedHashMap<>();

  /**
   * Measures what is to come.
   *
   * @param begins makes the meter of a connection from its first SYN, which it is shown next
   */
  Measuring(PacketTrace trace, Function<Sight, M> begins) {
    this.begins = begins;
    subflows = new Subflows(new Doubts(trace, Circumstances.NONE.ways()));
  }

  /** The meters of connections whose SYN is in the capture, in the order of those. */
  List<M> measure(PacketTrace trace) {
    int number = 0;
    for (CapturedFrame frame : trace.frames()) {
      int at = ++number;
      frame
          .frame()
          .tcp()
          .flatMap(segment -> subflows.see(frame, at, segment, List.of()))
          .ifPresent(this::see);
    }
    return List.copyOf(inOrder.values());
  }

  private void see(Sight sight) {
    followed.forEach(check -> check.see(sight, MUTE));
    M meter = meters.get(sight.connection());
    if (meter == null) {
      if (sight.subflow().kind() == Subflow.Kind.JOINED || !sight.segment().isSyn()) {
        return;
      }
      meter = begins.apply(sight);
      meters.put(sight.connection(), meter);
      inOrder.put(sight.number(), meter);
    }
    meter.accept(sight);
  }
}
