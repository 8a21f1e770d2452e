// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

/**
 * A client and a server joined by two links, a subnet per path, dual-stack.
 *
 * <p>Path {@code path1}: client {@code eth1} 10.0.1.1, fd00:1::1; server {@code eth1} 10.0.1.2,
 * fd00:1::2. Path {@code path2} likewise with {@code eth2}, 10.0.2.x and fd00:2::x. What the client
 * sends from an address leaves by its NIC, also towards the server's address on the other path, and
 * the server answers on the path of the client's address: so a subflow from {@code eth2} to the
 * server's first address has a path of its own.
 */
public final class TwoPaths implements TopologySource {
  @Override
  public Topology topology() {
    return Topology.builder("two-paths")
        .link("path1")
        .link("path2")
        .host(
            "client",
            h ->
                h.nic("eth1", "path1", "10.0.1.1/24", "fd00:1::1/64")
                    .nic("eth2", "path2", "10.0.2.1/24", "fd00:2::1/64")
                    .sourceRouteVia("10.0.1.1", "10.0.2.0/24", "10.0.1.2", 101)
                    .sourceRouteVia("fd00:1::1", "fd00:2::/64", "fd00:1::2", 101)
                    .sourceRouteVia("10.0.2.1", "10.0.1.0/24", "10.0.2.2", 102)
                    .sourceRouteVia("fd00:2::1", "fd00:1::/64", "fd00:2::2", 102))
        .host(
            "server",
            h ->
                h.nic("eth1", "path1", "10.0.1.2/24", "fd00:1::2/64")
                    .nic("eth2", "path2", "10.0.2.2/24", "fd00:2::2/64"))
        .build();
  }
}
