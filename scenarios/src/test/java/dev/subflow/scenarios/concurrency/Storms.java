// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.concurrency;

import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.addAddrAccepted;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.packet.Packets.syn;
import static dev.subflow.packet.Packets.synAck;
import static dev.subflow.wire.middlebox.Middleboxes.stripMptcp;

import dev.subflow.audit.Rule;
import dev.subflow.junit.Cpus;
import dev.subflow.junit.ExpectsSplat;
import dev.subflow.junit.Seed;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.junit.Violates;
import dev.subflow.mptcp.PathManager;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Programs and administrators that do everything at once, on two processors. The kernel says
 * nothing, keeps no socket, and whatever data comes is right.
 */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Cpus(2)
@ExpectsSplat("net/ipv4/af_inet\\.c:156 inet_sock_destruct") // 6.12 alone, see kernel-notes.md
@Violates(
    value = {Rule.CAPABLE_ACK, Rule.JOIN_ACK},
    reason = "Linux sends a DATA_FIN instead where the program closes amid a handshake")
class Storms {
  private static final List<String> CLIENT =
      List.of(
          "endpoint add 10.0.2.1 id 2 dev eth2 subflow",
          "endpoint add 10.0.2.1 id 3 dev eth2 subflow fullmesh",
          "endpoint add 10.0.2.1 id 4 signal",
          "endpoint change id 2 backup",
          "endpoint change id 2 nobackup",
          "endpoint delete id 2",
          "endpoint delete id 3",
          "endpoint delete id 4",
          "endpoint delete id 0 10.0.1.1",
          "endpoint flush",
          "limits set subflows 0 add_addr_accepted 0",
          "limits set subflows 4 add_addr_accepted 4",
          "limits set subflows 8 add_addr_accepted 8");

  private static final List<String> SERVER =
      List.of(
          "endpoint add 10.0.2.2 id 2 signal",
          "endpoint add 10.0.2.2 id 3 signal port 9799",
          "endpoint add 10.0.1.2 id 4 signal backup",
          "endpoint delete id 2",
          "endpoint delete id 3",
          "endpoint delete id 4",
          "endpoint delete id 0 10.0.1.2",
          "endpoint flush",
          "limits set subflows 8 add_addr_accepted 8",
          "limits set subflows 2 add_addr_accepted 2");

  private static final List<String> SETTINGS =
      List.of(
          "net.mptcp.add_addr_timeout 1",
          "net.mptcp.add_addr_timeout 120",
          "net.mptcp.allow_join_initial_addr_port 0",
          "net.mptcp.allow_join_initial_addr_port 1",
          "net.mptcp.checksum_enabled 0",
          "net.mptcp.checksum_enabled 1",
          "net.mptcp.close_timeout 0",
          "net.mptcp.close_timeout 60",
          "net.mptcp.stale_loss_cnt 0",
          "net.mptcp.stale_loss_cnt 4",
          "net.ipv4.tcp_timestamps 0",
          "net.ipv4.tcp_timestamps 1");

  private static final List<String> COOKIES =
      List.of(
          "net.ipv4.tcp_syncookies 0", "net.ipv4.tcp_syncookies 1", "net.ipv4.tcp_syncookies 2");

  private static final List<String> ORDERS =
      List.of(
          "announce %x 10.0.2.1 id 5",
          "announce %x 10.0.2.1 id 6 port 9799",
          "remove %x 5",
          "remove %x 6",
          "remove %x 0",
          "create %x 10.0.2.1 id 7 to 10.0.1.2 port 9734",
          "create %x 10.0.2.1 id 8 dev eth2 backup to 10.0.2.2 port 9734",
          "create %x 10.0.1.1 id 9 to 10.0.2.2 port 9734",
          "flags %x 10.0.1.1 backup to 10.0.1.2 port 9734",
          "destroy %x 10.0.1.1 to 10.0.1.2 port 9734");

  private static void twoPaths(MptcpHost client, MptcpHost server) {
    // By a cookie, what is left of a connection that has ended would begin a plain one.
    server.sysctls().set("net.ipv4.tcp_syncookies", 0);
    client.limits().set(subflows(4), addAddrAccepted(4));
    server.limits().set(subflows(4));
    client.endpoints().add(endpoint("10.0.2.1").dev("eth2").subflow());
    server.endpoints().add(endpoint("10.0.2.2").signal());
  }

  /** The server's listener closes and comes back, with connections that wait on it. */
  @Test
  void connectionsComeAndGo(Seed seed, MptcpHost client, MptcpHost server) {
    twoPaths(client, server);
    try (Storm storm = Storm.begin(seed, client, server, "10.0.1.2", "10.0.2.2")) {
      storm.weather();
    }
  }

  @Test
  void whileTheClientsEndpointsChange(Seed seed, MptcpHost client, MptcpHost server) {
    twoPaths(client, server);
    try (Storm storm = Storm.begin(seed, client, server, "10.0.1.2")) {
      storm.amid(client, CLIENT);
      storm.weather();
    }
  }

  @Test
  void whileTheServersEndpointsChange(Seed seed, MptcpHost client, MptcpHost server) {
    twoPaths(client, server);
    try (Storm storm = Storm.begin(seed, client, server, "10.0.1.2")) {
      storm.amid(server, SERVER);
      storm.weather();
    }
  }

  @Test
  void whileSettingsChange(Seed seed, MptcpHost client, MptcpHost server) {
    twoPaths(client, server);
    try (Storm storm = Storm.begin(seed, client, server, "10.0.1.2", "10.0.2.2")) {
      storm.amidSettings(server, SETTINGS);
      storm.weather();
    }
  }

  /**
   * Apart from other settings: one that changes before the cookie comes back, such as {@code
   * checksum_enabled}, is not what the handshake said.
   */
  @Test
  @Violates(
      value = {Rule.CAPABLE_ACK, Rule.JOIN_ACK, Rule.MAPPING_MISSING},
      reason = "a cookie knows neither what the handshake said nor that its connection has ended")
  void withCookiesNowAndThen(Seed seed, MptcpHost client, MptcpHost server) {
    twoPaths(client, server);
    try (Storm storm = Storm.begin(seed, client, server, "10.0.1.2", "10.0.2.2")) {
      storm.amidSettings(server, COOKIES);
      storm.weatherWithCookies();
    }
  }

  /** Some of the connections are plain TCP from their first segment on. */
  @Test
  void whileConnectionsFallBack(Seed seed, MptcpHost client, MptcpHost server, LiveWire path1) {
    twoPaths(client, server);
    path1.attach(stripMptcp().only(syn().or(synAck()).after(20).first(60)));
    try (Storm storm = Storm.begin(seed, client, server, "10.0.1.2", "10.0.2.2")) {
      storm.weather();
    }
  }

  @Test
  void whileAPathManagerGivesOrders(Seed seed, MptcpHost client, MptcpHost server) {
    twoPaths(client, server);
    client.sysctls().setPathManager(PathManager.USERSPACE);
    try (Storm storm = Storm.begin(seed, client, server, "10.0.1.2")) {
      storm.amidOrders(client, ORDERS);
      storm.weather();
    }
  }

  /** Eight endpoints, more joins than eight subflows, which are the most that there can be. */
  @Test
  void withAllSubflowsThatThereCanBe(Seed seed, MptcpHost client, MptcpHost server) {
    server.sysctls().set("net.ipv4.tcp_syncookies", 0);
    client.limits().set(subflows(8), addAddrAccepted(8));
    server.limits().set(subflows(8), addAddrAccepted(8));
    for (int i = 11; i < 19; i++) {
      String address = "10.0.2." + i;
      client.guest().succeed("ip", "address", "add", address + "/24", "dev", "eth2");
      client.endpoints().add(endpoint(address).dev("eth2").subflow().fullmesh());
    }
    server.endpoints().add(endpoint("10.0.2.2").signal());
    try (Storm storm = Storm.begin(seed, client, server, "10.0.1.2")) {
      storm.weather();
    }
  }

  /** The server has so little memory for buffers that it must drop what comes. */
  @Test
  void withLittleMemory(Seed seed, MptcpHost client, MptcpHost server) {
    twoPaths(client, server);
    server.sysctls().set("net.ipv4.tcp_mem", "20 40 80"); // pages: under pressure from 40 on
    try (Storm storm = Storm.begin(seed, client, server, "10.0.1.2", "10.0.2.2")) {
      storm.weather();
    }
  }
}
