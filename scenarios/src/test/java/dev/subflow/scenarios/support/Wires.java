// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.support;

import dev.subflow.capture.PacketTrace;
import dev.subflow.wire.LiveWire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
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
}
