// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.storage;

import dev.subflow.topology.HostBuilder;
import dev.subflow.topology.Topology;
import dev.subflow.topology.TopologySource;

/**
 * A client and a server of files, joined by two links. What the client sends from an address leaves
 * by its NIC, so that a subflow from {@code eth2} has a path of its own.
 */
public final class StoragePaths implements TopologySource {
  static final String SERVER = "10.0.1.2";

  @Override
  public Topology topology() {
    return Topology.builder("storage-paths")
        .link("path1")
        .link("path2")
        .host(
            "client",
            h ->
                storage(h)
                    .nic("eth1", "path1", "10.0.1.1/24")
                    .nic("eth2", "path2", "10.0.2.1/24")
                    .sourceRouteVia("10.0.2.1", "10.0.1.0/24", "10.0.2.2", 102))
        .host(
            "server",
            h ->
                storage(h).nic("eth1", "path1", SERVER + "/24").nic("eth2", "path2", "10.0.2.2/24"))
        .build();
  }

  private static HostBuilder storage(HostBuilder host) {
    return host.image("guest-storage").memoryMib(384);
  }
}
