// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * Hosts and the wires between them: immutable and valid by construction.
 *
 * <p>Every instance has passed {@link TopologyException}'s checks, so nothing that starts a lab
 * needs to check again.
 */
public record Topology(String name, List<HostSpec> hosts, List<Wire> wires) {
  /**
   * @throws TopologyException naming every problem at once
   */
  public Topology {
    Objects.requireNonNull(name, "name");
    hosts = List.copyOf(hosts);
    wires = List.copyOf(wires);
    List<String> problems = TopologyProblems.of(name, hosts, wires);
    if (!problems.isEmpty()) {
      throw new TopologyException(name, problems);
    }
  }

  /** Starts an empty topology. */
  public static TopologyBuilder builder(String name) {
    return new TopologyBuilder(name);
  }

  /**
   * The host of that name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public HostSpec host(String hostName) {
    return hosts.stream()
        .filter(h -> h.name().equals(hostName))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "topology \""
                        + name
                        + "\" has no host \""
                        + hostName
                        + "\"; it has "
                        + hosts.stream().map(HostSpec::name).toList()));
  }

  /** Topology with every host on the kernel of that name. */
  public Topology onKernel(String kernel) {
    return withHosts(host -> host.onKernel(kernel));
  }

  /** Topology with so many virtual CPUs in every host. */
  public Topology withVcpus(int count) {
    return withHosts(host -> host.withVcpus(count));
  }

  /** The same, but for hosts that ask for a number of their own. */
  public Topology orVcpus(int count) {
    return withHosts(host -> host.vcpus().isPresent() ? host : host.withVcpus(count));
  }

  Topology withHosts(UnaryOperator<HostSpec> change) {
    return new Topology(name, hosts.stream().map(change).toList(), wires);
  }
}
