// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.topology.InterfaceAddress;
import dev.subflow.topology.Link;
import dev.subflow.topology.MacAddress;
import dev.subflow.topology.Wire;
import java.util.List;
import java.util.Optional;

/**
 * What a capture file says about itself.
 *
 * @param application name and version of the writer
 * @param comment what was captured
 * @param interfaces one for each NIC on the wire, in the order of its ports
 */
record CaptureLabels(String application, String comment, List<Interface> interfaces) {
  /** Name, description, MAC and addresses of one NIC. */
  record Interface(
      String name, String description, MacAddress mac, List<InterfaceAddress> addresses) {}

  static CaptureLabels of(String topology, Wire wire, List<Port> ports) {
    String kind = wire instanceof Link ? "link" : "segment";
    String what = kind + " \"" + wire.name() + "\" of topology \"" + topology + "\"";
    return new CaptureLabels(
        "Subflow"
            + Optional.ofNullable(CaptureLabels.class.getPackage().getImplementationVersion())
                .map(v -> " " + v)
                .orElse(""),
        what + "; each frame is shown once, on the NIC that sent it",
        ports.stream()
            .map(p -> new Interface(p.name(), what, p.nic().mac(), p.nic().addresses()))
            .toList());
  }
}
