// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.userspacepm;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.addAddrAccepted;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.mptcp.MptcpEvent.Type.ANNOUNCED;
import static dev.subflow.mptcp.MptcpEvent.Type.SF_CLOSED;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.PathManager;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The path manager is in userspace, but is anybody there? The kernel takes whoever listens to
 * events for it; without one it lets the peer's wishes pass.
 */
@SubflowTest
@UsesTopology(TwoPaths.class)
class AbsentDaemon {
  @ParameterizedTest
  @EnumSource
  @Rfc8684("3.2")
  void joinsAreReset(IpVersion ip, MptcpHost client, MptcpHost server) {
    server.sysctls().setPathManager(PathManager.USERSPACE);
    client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow());
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (var events = client.monitor();
        Flow flow = Flow.brief(client, server, ip.server(1))) {
      events.await(SF_CLOSED);
      flow.awaitArrival();

      assertThat(atClient.change()).has("MPJoinSynAckRx", 1);
      assertThat(atServer.change())
          .has("MPJoinSynRx", 1)
          .has("MPJoinAckRx", 0)
          .hasIfKnown("MPJoinRejected", 1);
      assertThat(server.sockets()).mptcp(flow.connection().reversed()).hasSubflows(0);
      flow.finish();
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rfc8684("3.2")
  void joinsAreAcceptedWhenSomebodyListens(IpVersion ip, MptcpHost client, MptcpHost server) {
    server.sysctls().setPathManager(PathManager.USERSPACE);
    server.limits().set(subflows(0)); // which are the kernel's, not userspace's
    client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow());
    var atServer = server.countersFromNow();

    try (var daemon = server.monitor();
        Flow flow = Flow.brief(client, server, ip.server(1))) {
      eventually("the join", () -> assertThat(atServer.change()).has("MPJoinAckRx", 1));
      flow.awaitArrival();

      assertThat(server.sockets()).mptcp(flow.connection().reversed()).hasSubflows(1);
      assertThat(daemon.events().unrecognised()).isEmpty();
      flow.finish();
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rfc8684("3.4.1")
  void announcedAddressesAreNotEchoed(IpVersion ip, MptcpHost client, MptcpHost server) {
    client.sysctls().setPathManager(PathManager.USERSPACE);
    server.endpoints().add(endpoint(ip.server(2)).signal());
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Flow flow = Flow.brief(client, server, ip.server(1))) {
      eventually(
          "an ADD_ADDR that is dropped",
          () ->
              assertThat(atClient.change()).hasAtLeast("AddAddr", 1).hasAtLeast("AddAddrDrop", 1));
      flow.awaitArrival();

      assertThat(atClient.change()).hasZero("EchoAddTx", "MPJoinSynTx");
      assertThat(atServer.change()).hasAtLeast("AddAddrTx", 1).hasZero("EchoAdd");
      flow.finish();
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rfc8684("3.4.1")
  void announcedAddressesAreEchoedWhenSomebodyListens(
      IpVersion ip, MptcpHost client, MptcpHost server) {
    client.sysctls().setPathManager(PathManager.USERSPACE);
    client.limits().set(subflows(2), addAddrAccepted(2)); // which are the kernel's
    server.endpoints().add(endpoint(ip.server(2)).id(5).signal());
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (var daemon = client.monitor();
        Flow flow = Flow.brief(client, server, ip.server(1))) {
      assertThat(daemon.await(ANNOUNCED).remoteId()).hasValue(5);
      eventually("the echo", () -> assertThat(atServer.change()).hasAtLeast("EchoAdd", 1));
      flow.awaitArrival();

      // To join is the daemon's business, and this one only listens.
      assertThat(atClient.change()).hasZero("MPJoinSynTx");
      flow.finish();
    }
  }
}
