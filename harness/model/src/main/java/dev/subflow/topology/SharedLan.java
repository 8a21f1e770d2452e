// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

/**
 * The reference environment: a client and a server with two NICs each, all four on one subnet.
 *
 * <p>Server: {@code ens2} 192.168.53.209, {@code ens3} 192.168.53.37. Client: {@code ens2}
 * 192.168.53.210, {@code ens3} 192.168.53.38. IPv6: the same last number in fd00:53::/64. Each NIC
 * answers ARP for its own address only, and what is sent from an address leaves by its NIC; without
 * that, joins from the second NIC are answered on the first and fail.
 */
public final class SharedLan implements TopologySource {
  private static final String LAN = "192.168.53.0/24";
  private static final String LAN6 = "fd00:53::/64";

  @Override
  public Topology topology() {
    return Topology.builder("shared-lan")
        .segment("lan")
        .host("client", h -> nics(h, 210, 38))
        .host("server", h -> nics(h, 209, 37))
        .build();
  }

  private static void nics(HostBuilder host, int ens2, int ens3) {
    for (String dev : new String[] {"all", "default", "ens2", "ens3"}) {
      host.sysctl("net.ipv4.conf." + dev + ".rp_filter", "0");
    }
    host.sysctl("net.ipv4.conf.all.arp_ignore", "1").sysctl("net.ipv4.conf.all.arp_announce", "2");
    nic(host, "ens2", ens2, 102);
    nic(host, "ens3", ens3, 103);
  }

  private static void nic(HostBuilder host, String dev, int last, int table) {
    String ipv4 = "192.168.53." + last;
    String ipv6 = "fd00:53::" + last;
    host.nic(dev, "lan", ipv4 + "/24", ipv6 + "/64")
        .sourceRoute(ipv4, LAN, dev, table)
        .sourceRoute(ipv6, LAN6, dev, table);
  }
}
