// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

/**
 * A client and a server joined by two links, a subnet per path, dual-stack.
 *
 * <p>Path {@code path1}: client {@code eth1} 10.0.1.1, fd00:1::1; server {@code eth1} 10.0.1.2,
 * fd00:1::2. Path {@code path2} likewise with {@code eth2}, 10.0.2.x and fd00:2::x. What a host
 * sends from an address leaves by its NIC, also towards the other path's subnet, so that a subflow
 * from the second address to the first one of the peer has a path of its own.
 */
public final class TwoPaths implements TopologySource {
  @Override
  public Topology topology() {
    return Topology.builder("two-paths")
        .link("path1")
        .link("path2")
        .host("client", h -> nics(h, 1, 2))
        .host("server", h -> nics(h, 2, 1))
        .build();
  }

  private static void nics(HostBuilder host, int own, int peer) {
    path(host, 1, 2, own, peer);
    path(host, 2, 1, own, peer);
  }

  private static void path(HostBuilder host, int path, int other, int own, int peer) {
    String ipv4 = "10.0." + path + ".";
    String ipv6 = "fd00:" + path + "::";
    int table = 100 + path;
    host.nic("eth" + path, "path" + path, ipv4 + own + "/24", ipv6 + own + "/64")
        .sourceRouteVia(ipv4 + own, "10.0." + other + ".0/24", ipv4 + peer, table)
        .sourceRouteVia(ipv6 + own, "fd00:" + other + "::/64", ipv6 + peer, table);
  }
}
