// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.programs;

import dev.subflow.topology.Topology;
import dev.subflow.topology.TopologySource;

/** A client and a server with Java, on one link, with the addresses of a first path. */
final class JavaPaths implements TopologySource {
  @Override
  public Topology topology() {
    return Topology.builder("java-path")
        .link("path1")
        .host(
            "client",
            h ->
                h.image("guest-languages")
                    .memoryMib(512)
                    .nic("eth1", "path1", "10.0.1.1/24", "fd00:1::1/64"))
        .host(
            "server",
            h ->
                h.image("guest-languages")
                    .memoryMib(512)
                    .nic("eth1", "path1", "10.0.1.2/24", "fd00:1::2/64"))
        .build();
  }
}
