// SPDX-License-Identifier: Apache-2.0
package dev.subflow.page;

import dev.subflow.packet.mptcp.IpText;
import dev.subflow.topology.HostSpec;
import dev.subflow.topology.Impairment;
import dev.subflow.topology.Nic;
import dev.subflow.topology.Topology;
import dev.subflow.topology.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A picture of a topology: hosts in a row, wires below them as bars, a drop from each NIC to its
 * wire. Lengths are in units of the picture.
 */
record TopologyDrawing(int width, int height, List<Host> hosts, List<Bar> wires, String words) {
  private static final int HOST_WIDTH = 250;
  private static final int GAP = 50;
  private static final int LINE = 18;
  private static final int TITLE = 54;
  private static final int BAR = 46;

  /** A host: its box. */
  record Host(
      String name,
      String kernel,
      int left,
      int middle,
      int width,
      int height,
      List<Line> lines,
      List<Drop> drops) {}

  /** A line in the box of a host: an address, and its NIC before the first of each. */
  record Line(String nic, String address, int nicX, int addressX, int y) {}

  /** From the box of a host down to a wire. */
  record Drop(String wire, int x, int from, int to) {}

  /** A wire; its state is empty where nothing is done to frames from the start. */
  record Bar(String name, int left, int length, int y, int nameY, String state) {}

  static TopologyDrawing of(Topology topology, Map<String, String> kernels) {
    int most = topology.hosts().stream().mapToInt(TopologyDrawing::lines).max().orElse(0);
    int boxHeight = TITLE + most * LINE;
    List<String> wires = topology.wires().stream().map(Wire::name).toList();
    List<Host> hosts = new ArrayList<>();
    for (HostSpec spec : topology.hosts()) {
      int left = hosts.size() * (HOST_WIDTH + GAP);
      List<Drop> drops = new ArrayList<>();
      for (Nic nic : spec.nics()) {
        int x = left + HOST_WIDTH * (drops.size() + 1) / (spec.nics().size() + 1);
        drops.add(new Drop(nic.wire(), x, boxHeight, barY(boxHeight, wires.indexOf(nic.wire()))));
      }
      hosts.add(
          new Host(
              spec.name(),
              kernels.getOrDefault(spec.name(), ""),
              left,
              left + HOST_WIDTH / 2,
              HOST_WIDTH,
              boxHeight,
              lines(spec, left),
              drops));
    }
    return new TopologyDrawing(
        hosts.size() * (HOST_WIDTH + GAP) - GAP + 2,
        barY(boxHeight, wires.size()),
        hosts,
        topology.wires().stream().flatMap(wire -> bar(wire, hosts).stream()).toList(),
        words(topology));
  }

  private static int lines(HostSpec spec) {
    return spec.nics().stream().mapToInt(nic -> Math.max(1, nic.addresses().size())).sum();
  }

  private static List<Line> lines(HostSpec spec, int left) {
    List<Line> lines = new ArrayList<>();
    for (Nic nic : spec.nics()) {
      String name = nic.name();
      List<String> addresses =
          nic.addresses().stream()
              .map(a -> IpText.format(a.address()) + "/" + a.prefixLength())
              .toList();
      for (String address : addresses.isEmpty() ? List.of("") : addresses) {
        lines.add(new Line(name, address, left + 14, left + 76, TITLE + lines.size() * LINE));
        name = "";
      }
    }
    return lines;
  }

  private static List<Bar> bar(Wire wire, List<Host> hosts) {
    List<Drop> drops =
        hosts.stream()
            .flatMap(host -> host.drops().stream())
            .filter(drop -> drop.wire().equals(wire.name()))
            .toList();
    if (drops.isEmpty()) {
      return List.of();
    }
    int left = drops.stream().mapToInt(Drop::x).min().orElse(0) - 16;
    int right = drops.stream().mapToInt(Drop::x).max().orElse(0) + 16;
    int y = drops.get(0).to();
    String state = wire.impairment().equals(Impairment.NONE) ? "" : wire.impairment().toString();
    return List.of(new Bar(wire.name(), left, right - left, y, y + 18, state));
  }

  private static int barY(int boxHeight, int index) {
    return boxHeight + 24 + Math.max(0, index) * BAR;
  }

  private static String words(Topology topology) {
    return topology.hosts().stream()
        .map(
            host ->
                host.name()
                    + " with "
                    + host.nics().stream()
                        .map(nic -> nic.name() + " on " + nic.wire())
                        .collect(Collectors.joining(", ")))
        .collect(Collectors.joining("; "));
  }
}
