// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

/** A single host named {@code host} with no NICs, for what needs no network. */
public final class OneHost implements TopologySource {
  @Override
  public Topology topology() {
    return Topology.builder("one-host").host("host", h -> {}).build();
  }
}
