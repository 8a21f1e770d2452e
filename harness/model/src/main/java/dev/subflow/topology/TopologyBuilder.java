// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Collects a topology; {@link #build} checks all of it at once.
 *
 * <p>Not thread-safe. MACs that are not given are {@code 52:54:00:5f:HOST:NIC}, so they do not
 * depend on chance.
 */
public final class TopologyBuilder {
  private final String name;
  private final List<Wire> wires = new ArrayList<>();
  private final List<HostBuilder> hosts = new ArrayList<>();

  TopologyBuilder(String name) {
    this.name = name;
  }

  /** Adds a point-to-point wire. */
  public TopologyBuilder link(String wire) {
    return link(wire, Impairment.NONE);
  }

  /** Adds a point-to-point wire that is impaired, in either direction, from the start. */
  public TopologyBuilder link(String wire, Impairment impairment) {
    wires.add(new Link(wire, impairment));
    return this;
  }

  /** Adds a switched wire. */
  public TopologyBuilder segment(String wire) {
    return segment(wire, Impairment.NONE);
  }

  /** Adds a switched wire that impairs what each NIC sends from the start. */
  public TopologyBuilder segment(String wire, Impairment impairment) {
    wires.add(new Segment(wire, impairment));
    return this;
  }

  /** Adds a host. */
  public TopologyBuilder host(String host, Consumer<HostBuilder> settings) {
    HostBuilder builder = new HostBuilder(host, hosts.size() + 1);
    settings.accept(builder);
    hosts.add(builder);
    return this;
  }

  /**
   * Builds the topology.
   *
   * @throws TopologyException naming every problem at once
   */
  public Topology build() {
    List<String> problems = new ArrayList<>();
    List<HostSpec> specs = hosts.stream().map(h -> h.build(problems)).toList();
    if (!problems.isEmpty()) {
      problems.addAll(TopologyProblems.of(name, specs, wires));
      throw new TopologyException(name, problems);
    }
    return new Topology(name, specs, wires);
  }
}
