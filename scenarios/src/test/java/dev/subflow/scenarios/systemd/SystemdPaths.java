// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.systemd;

import dev.subflow.topology.Topology;
import dev.subflow.topology.TopologySource;

/**
 * A client run by systemd and a server, joined by two links. The client's {@code ens3} has no
 * address: that is for its {@code /etc/network/interfaces} to see to.
 */
public final class SystemdPaths implements TopologySource {
  static final String SERVER = "10.0.1.2";
  static final String SERVER_ON_SECOND = "10.0.2.2";

  @Override
  public Topology topology() {
    return Topology.builder("systemd-paths")
        .link("path1")
        .link("path2")
        .host(
            "client",
            h ->
                h.image("guest-systemd")
                    .nic("ens2", "path1", "10.0.1.1/24", "fd00:1::1/64")
                    .nic("ens3", "path2"))
        .host(
            "server",
            h ->
                h.nic("ens2", "path1", SERVER + "/24", "fd00:1::2/64")
                    .nic("ens3", "path2", SERVER_ON_SECOND + "/24"))
        .build();
  }
}
