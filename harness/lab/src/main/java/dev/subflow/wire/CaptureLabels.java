// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import dev.subflow.capture.CaptureInterface;
import dev.subflow.packet.LinkType;
import dev.subflow.packet.mptcp.Octets;
import dev.subflow.topology.Link;
import dev.subflow.topology.MacAddress;
import dev.subflow.topology.Wire;
import java.util.List;
import java.util.Optional;

/**
 * Labels of a capture file.
 *
 * @param application name and version of the writer
 * @param comment what was captured
 * @param interfaces one for each NIC on the wire, in the order of its ports
 */
record CaptureLabels(String application, String comment, List<CaptureInterface> interfaces) {
  static CaptureLabels of(String topology, Wire wire, List<Port> ports) {
    String kind = wire instanceof Link ? "link" : "segment";
    String what = kind + " \"" + wire.name() + "\" of topology \"" + topology + "\"";
    return new CaptureLabels(
        "Subflow"
            + Optional.ofNullable(CaptureLabels.class.getPackage().getImplementationVersion())
                .map(v -> " " + v)
                .orElse(""),
        what + "; each frame is shown once, on the NIC that sent it",
        ports.stream().map(p -> describe(p, what)).toList());
  }

  private static CaptureInterface describe(Port port, String wire) {
    return new CaptureInterface(
        port.name(),
        wire,
        LinkType.ETHERNET.number(),
        Optional.of(octets(port.nic().mac())),
        port.nic().addresses().stream()
            .map(a -> new CaptureInterface.Address(a.address(), a.prefixLength()))
            .toList());
  }

  static Octets octets(MacAddress mac) {
    return Octets.parse(mac.text().replace(":", ""));
  }
}
