// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.capture.CapturedFrame;
import dev.subflow.capture.PacketTrace;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Goes through a capture once, and measures the connections in it. */
final class Measuring {
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
  private final long skipped;
  private final IdentityHashMap<Connection, Meter> meters = new IdentityHashMap<>();
  private final Map<Integer, Meter> inOrder = new LinkedHashMap<>();

  Measuring(PacketTrace trace, long skipped) {
    this.skipped = skipped;
    subflows = new Subflows(new Doubts(trace, Circumstances.NONE.ways()));
  }

  List<Transfers> measure(PacketTrace trace) {
    int number = 0;
    for (CapturedFrame frame : trace.frames()) {
      int at = ++number;
      frame
          .frame()
          .tcp()
          .flatMap(segment -> subflows.see(frame, at, segment, List.of()))
          .ifPresent(this::see);
    }
    return inOrder.values().stream().map(Meter::result).toList();
  }

  private void see(Sight sight) {
    followed.forEach(check -> check.see(sight, MUTE));
    Meter meter = meters.get(sight.connection());
    if (meter == null) {
      if (sight.subflow().kind() == Subflow.Kind.JOINED || !sight.segment().isSyn()) {
        return;
      }
      meter = new Meter(sight, skipped);
      meters.put(sight.connection(), meter);
      inOrder.put(sight.number(), meter);
    }
    meter.see(sight);
  }
}
