// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.support;

import dev.subflow.audit.Transfers;
import dev.subflow.capture.PacketTrace;
import dev.subflow.wire.LiveWire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Several wires seen as one. */
public final class Wires {
  private Wires() {}

  /** Frames that have crossed any of these wires until now. */
  public static PacketTrace trace(LiveWire... wires) {
    List<PacketTrace> traces = new ArrayList<>();
    for (LiveWire wire : wires) {
      try {
        traces.add(wire.captures().get(0).trace());
      } catch (IOException e) {
        throw new UncheckedIOException("capture of " + wire.name(), e);
      }
    }
    return PacketTrace.merge(traces);
  }

  /**
   * Measure of the connection to a port that moved most, from what has crossed these wires until
   * now; give all that it may use.
   *
   * @param skipped bytes of each direction that came before what is of interest
   */
  public static Transfers measure(int port, long skipped, LiveWire... wires) {
    PacketTrace trace = trace(wires);
    return Transfers.of(trace, skipped).stream()
        .filter(t -> t.responder().port() == port)
        .max(Comparator.comparingLong(t -> t.up().bytes() + t.down().bytes()))
        .orElseThrow(() -> new AssertionError("no connection to port " + port + " was seen"));
  }
}
