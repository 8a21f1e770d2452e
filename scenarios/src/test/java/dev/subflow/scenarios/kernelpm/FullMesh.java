// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.kernelpm;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.addAddrAccepted;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.packet.Packets.mpJoinSyn;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.subflow.guest.KernelUnderTest;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.HostBuilder;
import dev.subflow.topology.Topology;
import dev.subflow.topology.TopologySource;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code fullmesh} endpoints of a client: a subflow from each of them to each server address. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.2", "3.4.1"})
class FullMesh {
  @ParameterizedTest
  @EnumSource
  void twoByTwo(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1, LiveWire path2) {
    server.limits().set(subflows(3));
    client.limits().set(subflows(3), addAddrAccepted(1));
    server.endpoints().add(endpoint(ip.server(2)).signal());
    client.endpoints().add(endpoint(ip.client(1)).id(31).subflow().fullmesh());
    client.endpoints().add(endpoint(ip.client(2)).id(32).subflow().fullmesh());
    var atServer = server.countersFromNow();

    try (Flow flow = Flow.brief(client, server, ip.server(1))) {
      eventually(
          "all four paths",
          () ->
              assertThat(client.subflows())
                  .established()
                  .hasPaths(ip.path(1, 1), ip.path(1, 2), ip.path(2, 1), ip.path(2, 2)));
      eventually(
          "the server's end of the joins",
          () -> assertThat(atServer.change()).has("MPJoinSynRx", 3).has("MPJoinAckRx", 3));
      flow.awaitArrival();

      assertThat(client.sockets()).mptcp(flow.connection()).hasSubflows(3).hasSubflowsTotal(4);
      assertThat(server.sockets()).mptcp(flow.connection().reversed()).hasSubflows(3);
      flow.finish();
    }
    // Each join has the id of the address that it comes from; that of the connection has id 0.
    assertThat(path1)
        .ignoringRetransmissions()
        .containsExactly(1, mpJoinSyn())
        .contains(mpJoinSyn().from(ip.client(1)).to(ip.server(2)).addressId(0));
    assertThat(path2)
        .ignoringRetransmissions()
        .containsExactly(2, mpJoinSyn())
        .contains(mpJoinSyn().from(ip.client(2)).to(ip.server(1)).addressId(32))
        .contains(mpJoinSyn().from(ip.client(2)).to(ip.server(2)).addressId(32));
  }

  @Test
  @UsesTopology(EightAddresses.class)
  void eightByEight(KernelUnderTest kernel, MptcpHost client, MptcpHost server) {
    assumeTrue(
        client.limits().trySet(subflows(64), addAddrAccepted(64)).isSuccess(),
        () -> "kernel " + kernel.release() + " has a limit of 8 subflows; 7.2 allows 64");
    server.limits().set(subflows(64));
    for (int i = 1; i <= 8; i++) {
      client.endpoints().add(endpoint(EightAddresses.client(i)).subflow().fullmesh());
      server.endpoints().add(endpoint(EightAddresses.server(i)).signal());
    }
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Flow flow = Flow.brief(client, server, EightAddresses.server(1))) {
      eventually("63 joins", () -> assertThat(atServer.change()).has("MPJoinAckRx", 63));
      flow.awaitArrival();

      assertThat(atClient.change()).has("MPJoinSynAckRx", 63);
      assertThat(client.sockets()).mptcp(flow.connection()).hasSubflows(63);
      assertThat(server.sockets()).mptcp(flow.connection().reversed()).hasSubflows(63);
      assertThat(client.subflows()).established().hasPaths(EightAddresses.everyPath());
      flow.finish();
    }
  }

  /** A client and a server on one link, with eight addresses each. */
  static final class EightAddresses implements TopologySource {
    @Override
    public Topology topology() {
      return Topology.builder("eight-addresses")
          .link("cable")
          .host("client", h -> nic(h, 1))
          .host("server", h -> nic(h, 2))
          .build();
    }

    private static void nic(HostBuilder host, int side) {
      host.nic(
          "eth1",
          "cable",
          IntStream.rangeClosed(1, 8)
              .mapToObj(i -> "10.0." + i + "." + side + "/24")
              .toArray(String[]::new));
    }

    static String client(int i) {
      return "10.0." + i + ".1";
    }

    static String server(int i) {
      return "10.0." + i + ".2";
    }

    static String[] everyPath() {
      return IntStream.range(0, 64)
          .mapToObj(i -> client(i / 8 + 1) + " " + server(i % 8 + 1))
          .toArray(String[]::new);
    }
  }
}
