// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.userspacepm;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.addAddrAccepted;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.mptcp.MptcpEvent.Type.ANNOUNCED;
import static dev.subflow.mptcp.MptcpEvent.Type.REMOVED;
import static dev.subflow.mptcp.MptcpEvent.Type.SF_CLOSED;
import static dev.subflow.mptcp.MptcpEvent.Type.SF_ESTABLISHED;
import static dev.subflow.mptcp.MptcpEvent.Type.SF_PRIO;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.PathManager;
import dev.subflow.mptcp.SocketEnd;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.SocketDemo;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The orders of a path manager in userspace, and the events that tell it and its peer of them. */
@Tag("quick")
@SubflowTest
@UsesTopology(TwoPaths.class)
class PathManagerOrders {
  private static final Duration ANSWER = Duration.ofMillis(100);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int ID = 23;

  @ParameterizedTest
  @EnumSource
  @Rfc8684({"3.2", "3.3.8"})
  void createChangeAndDestroyASubflow(IpVersion ip, MptcpHost client, MptcpHost server) {
    client.sysctls().setPathManager(PathManager.USERSPACE);
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (var ours = client.monitor();
        var theirs = server.monitor();
        SocketDemo demo = SocketDemo.start(server, client, ip.server(1), ANSWER)) {
      awaitEstablished(demo);
      var orders = client.orders(demo.connection());

      orders.create(
          endpoint(ip.client(2)).id(ID).dev("eth2"), SocketEnd.of(ip.server(1), SocketDemo.PORT));
      assertThat(ours.await(SF_ESTABLISHED).localId()).hasValue(ID);
      assertThat(theirs.await(SF_ESTABLISHED).remoteId()).hasValue(ID);
      assertThat(client.sockets()).mptcp(demo.connection()).hasSubflows(1);
      assertThat(client.subflows()).established().hasPaths(ip.path(1, 1), ip.path(2, 1));
      assertThat(atServer.change()).has("MPJoinSynRx", 1).has("MPJoinAckRx", 1);

      var subflow =
          client.subflows().sockets().stream()
              .filter(s -> s.isOf(ip.between(2, 1)))
              .findFirst()
              .orElseThrow();
      orders.setBackup(subflow, true);
      assertThat(theirs.await(SF_PRIO).backup()).contains(true);
      assertThat(atClient.change()).has("MPPrioTx", 1);
      assertThat(atServer.change()).has("MPPrioRx", 1);

      orders.destroy(subflow);
      assertThat(ours.await(SF_CLOSED).localId()).hasValue(ID);
      assertThat(theirs.await(SF_CLOSED).remoteId()).hasValue(ID);
      assertThat(atClient.change()).has("RmSubflow", 1);
      eventually(
          "one subflow is left",
          () -> {
            assertThat(client.sockets()).mptcp(demo.connection()).isEstablished().hasSubflows(0);
            assertThat(client.subflows()).established().hasPaths(ip.path(1, 1));
          });
      demo.awaitMoreAnswers(3, LIMIT);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rfc8684({"3.4.1", "3.4.2"})
  void announceAndRemoveAnAddress(IpVersion ip, MptcpHost client, MptcpHost server) {
    server.sysctls().setPathManager(PathManager.USERSPACE);
    client.limits().set(subflows(1), addAddrAccepted(1));
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (var ours = server.monitor();
        var theirs = client.monitor();
        SocketDemo demo = SocketDemo.start(server, client, ip.server(1), ANSWER)) {
      awaitEstablished(demo);
      var orders = server.orders(demo.connection().reversed());

      orders.announce(endpoint(ip.server(2)).id(ID));
      var announced = theirs.await(ANNOUNCED);
      assertThat(announced.remoteId()).hasValue(ID);
      assertThat(announced.destination()).contains(SocketEnd.of(ip.server(2), SocketDemo.PORT));
      assertThat(ours.await(SF_ESTABLISHED).localId()).hasValue(ID);
      eventually(
          "the echo",
          () -> assertThat(atServer.change()).hasAtLeast("AddAddrTx", 1).hasAtLeast("EchoAdd", 1));
      assertThat(server.sockets())
          .mptcp(demo.connection().reversed())
          .hasSubflows(1)
          .hasAddAddrSignal(1);
      assertThat(client.sockets()).mptcp(demo.connection()).hasSubflows(1).hasAddAddrAccepted(1);

      orders.remove(ID);
      assertThat(theirs.await(REMOVED).remoteId()).hasValue(ID);
      assertThat(theirs.await(SF_CLOSED).remoteId()).hasValue(ID);
      assertThat(atServer.change()).has("RmAddrTx", 1);
      eventually("the address is gone", () -> assertThat(atClient.change()).has("RmAddr", 1));
      assertThat(server.sockets()).mptcp(demo.connection().reversed()).hasAddAddrSignal(0);
      eventually(
          "one subflow is left",
          () -> assertThat(client.subflows()).established().hasPaths(ip.path(1, 1)));
      demo.awaitMoreAnswers(3, LIMIT);
    }
  }

  @ParameterizedTest
  @EnumSource
  void thoseThatMakeNoSenseAreRefused(IpVersion ip, MptcpHost client, MptcpHost server) {
    client.sysctls().setPathManager(PathManager.USERSPACE);
    IpVersion other = ip == IpVersion.IPV4 ? IpVersion.IPV6 : IpVersion.IPV4;
    String nobodys = ip == IpVersion.IPV4 ? "10.9.9.9" : "fd09::9";

    try (SocketDemo demo = SocketDemo.start(server, client, ip.server(1), ANSWER)) {
      awaitEstablished(demo);
      var orders = client.orders(demo.connection());
      var to = SocketEnd.of(ip.server(1), SocketDemo.PORT);

      assertThat(orders.tryRemove(ID)).isFailure().complained("not found");
      assertThat(orders.tryAnnounce(endpoint(ip.client(2))))
          .isFailure()
          .complained("invalid addr id");
      assertThat(orders.tryCreate(endpoint(other.client(2)).id(ID), to))
          .isFailure()
          .complained("EINVAL");
      assertThat(orders.tryCreate(endpoint(nobodys).id(ID), to)).isFailure();
      // The server's connection is the kernel's to manage.
      assertThat(
              server
                  .orders(demo.connection().reversed())
                  .tryAnnounce(endpoint(ip.server(2)).id(ID)))
          .isFailure()
          .complained("userspace PM not selected");
      assertThat(client.sockets()).mptcp(demo.connection()).isEstablished().hasSubflows(0);
      demo.awaitMoreAnswers(2, LIMIT);
    }
  }

  /** Orders that come before the first data has been acknowledged are too early. */
  private static void awaitEstablished(SocketDemo demo) {
    demo.awaitMoreAnswers(2, LIMIT);
  }
}
