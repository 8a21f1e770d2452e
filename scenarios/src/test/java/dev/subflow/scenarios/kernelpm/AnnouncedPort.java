// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.kernelpm;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.addAddrAccepted;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.mptcp.MptcpEvent.Type.LISTENER_CLOSED;
import static dev.subflow.mptcp.MptcpEvent.Type.LISTENER_CREATED;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.subflow.guest.KernelUnderTest;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.Connection;
import dev.subflow.mptcp.SocketEnd;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An endpoint with a port: the kernel listens there by itself, for joins only. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.2", "3.4.1", "3.9.1"})
class AnnouncedPort {
  private static final int PORT = 10100;
  private static final String TIMESTAMPS = "net.ipv4.tcp_timestamps";
  private static final String DROP_TIMESTAMPS = "net.mptcp.add_addr_v6_port_drop_ts";

  @ParameterizedTest
  @EnumSource
  void clientJoinsToIt(IpVersion ip, MptcpHost client, MptcpHost server) {
    // ADD_ADDR of an IPv6 address with a port and TCP timestamps take more than TCP's 40 bytes.
    server.sysctls().set(TIMESTAMPS, ip == IpVersion.IPV6 ? 0 : 1);
    joinToPort(ip, client, server);
  }

  @Test
  void ipv6AddressTakesThePlaceOfTimestamps(
      KernelUnderTest kernel, MptcpHost client, MptcpHost server) {
    assumeTrue(
        server.sysctls().find(DROP_TIMESTAMPS).isPresent(),
        () -> "kernel " + kernel.release() + " has no " + DROP_TIMESTAMPS + "; 7.2 has");
    assertThat(server.sysctls().get(TIMESTAMPS)).isEqualTo("1");
    assertThat(server.sysctls().get(DROP_TIMESTAMPS)).isEqualTo("1");
    joinToPort(IpVersion.IPV6, client, server);
  }

  private static void joinToPort(IpVersion ip, MptcpHost client, MptcpHost server) {
    client.limits().set(subflows(1), addAddrAccepted(1));
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (var events = server.monitor()) {
      server.endpoints().add(endpoint(ip.server(2)).id(3).port(PORT).signal());
      assertThat(events.await(LISTENER_CREATED).source())
          .contains(SocketEnd.of(ip.server(2), PORT));

      try (Flow flow = Flow.brief(client, server, ip.server(1))) {
        eventually(
            "the server's end of the join",
            () ->
                assertThat(atServer.change())
                    .has("MPJoinPortSynRx", 1)
                    .has("MPJoinPortAckRx", 1)
                    .hasAtLeast("EchoAdd", 1));
        flow.awaitArrival();

        assertThat(atClient.change()).hasAtLeast("PortAdd", 1).has("MPJoinPortSynAckRx", 1);
        assertThat(client.sockets()).mptcp(flow.connection()).hasSubflows(1).hasAddAddrAccepted(1);
        assertThat(client.subflows()).tcp(Connection.to(ip.server(2), PORT)).isJoin();
        flow.finish();
      }
      server.endpoints().delete(3);
      events.await(
          "the end of the listener",
          e ->
              e.type() == LISTENER_CLOSED
                  && e.source().equals(Optional.of(SocketEnd.of(ip.server(2), PORT))));
    }
  }

  @Test
  void newConnectionsToItAreReset(MptcpHost client, MptcpHost server) {
    server.endpoints().add(endpoint("10.0.2.2").port(PORT).signal());
    var atServer = server.countersFromNow();

    assertThat(client.guest().run("mptcp-client", "10.0.2.2", String.valueOf(PORT)))
        .isFailure()
        .complained("ECONNREFUSED");
    assertThat(atServer.change()).has("MPCapableEndpAttempt", 1).has("MPCapableACKRX", 0);
  }
}
