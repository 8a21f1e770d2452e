// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.kernelpm;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.addAddrAccepted;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.packet.Packets.addAddr;
import static dev.subflow.scenarios.support.Eventually.awaitPaths;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static dev.subflow.wire.middlebox.Middleboxes.drop;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.packet.AddAddrMatcher;
import dev.subflow.packet.mptcp.AddAddr;
import dev.subflow.scenarios.support.Conversation;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.Wires;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An announcement whose echo gets lost is sent again, unless {@code add_addr_timeout} is 0. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684("3.4.1")
class RepeatedAnnouncement {
  private static final String TIMEOUT = "net.mptcp.add_addr_timeout";
  private static final int ID = 5;
  private static final int INITIAL = 6;

  @ParameterizedTest
  @EnumSource
  void timeoutOfZeroMeansNever(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1) {
    server.sysctls().set(TIMEOUT, 0);
    server.endpoints().add(endpoint(ip.server(2)).id(ID).signal());
    path1.attach(drop(addAddr().echo()));
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Conversation talk = Conversation.start(client, server, ip.server(1))) {
      eventually("an echo", () -> assertThat(atClient.change()).has("EchoAddTx", 1));
      talk.exchange();
      talk.exchange();
      assertThat(server.sockets()).mptcp(talk.connection().reversed()).hasAddAddrSignal(1);
    }
    assertThat(atServer.change()).has("AddAddrTx", 1).hasZero("EchoAdd");
    assertThat(path1).containsExactly(1, addAddr().notEcho());
  }

  @ParameterizedTest
  @EnumSource
  void nothingOfItChanges(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1) {
    server.sysctls().set(TIMEOUT, 1);
    server.endpoints().add(endpoint(ip.server(2)).id(ID).signal());
    path1.attach(drop(addAddr().echo().first(1)));

    try (Conversation talk = Conversation.start(client, server, ip.server(1))) {
      awaitRepetition(addAddr().addressId(ID).address(ip.server(2)), path1);
      talk.exchange();
    }
  }

  /** Only then the next address is announced. */
  @Test
  void isGivenUpAfterThreeMore(MptcpHost client, MptcpHost server, LiveWire path1) {
    server.sysctls().set(TIMEOUT, 1);
    server.endpoints().add(endpoint("10.9.9.8").id(ID).signal());
    server.endpoints().add(endpoint("10.9.9.9").id(INITIAL).signal());
    path1.attach(drop(addAddr().echo().addressId(ID)));

    try (Conversation talk = Conversation.start(client, server, "10.0.1.2")) {
      eventually(
          "the next announcement",
          () -> assertThat(path1).contains(addAddr().notEcho().addressId(INITIAL)));
      talk.exchange();
    }
    assertThat(path1).containsExactly(4, addAddr().notEcho().addressId(ID));
  }

  /** The peer knows that one by id 0, whatever the endpoint's is. */
  @ParameterizedTest
  @EnumSource
  void initialAddressIsNoException(
      IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1, LiveWire path2) {
    server.sysctls().set(TIMEOUT, 1);
    client.limits().set(subflows(2), addAddrAccepted(1));
    server.endpoints().add(endpoint(ip.server(1)).id(INITIAL).signal());
    server.endpoints().add(endpoint(ip.server(2)).id(ID).signal());
    path2.attach(drop(addAddr().echo().addressId(0).first(1)));

    try (Conversation talk = Conversation.start(client, server, ip.server(1))) {
      awaitPaths(client, ip.path(1, 1), ip.path(2, 2));
      server.endpoints().delete(INITIAL);
      awaitPaths(client, ip.path(2, 2));

      server.endpoints().add(endpoint(ip.server(1)).id(INITIAL + 1).signal());
      awaitRepetition(addAddr().addressId(0).address(ip.server(1)), path1, path2);
      awaitPaths(client, ip.path(1, 1), ip.path(2, 2));
      talk.exchange();
    }
  }

  private static void awaitRepetition(AddAddrMatcher address, LiveWire... paths) {
    AddAddrMatcher announcement = address.notEcho().sentBy("server");
    eventually(
        "another announcement, and its echo",
        () ->
            assertThat(Wires.trace(paths))
                .containsInOrder(announcement, announcement, address.echo().sentBy("client")));
    List<AddAddr> sent =
        Wires.trace(paths).matching(announcement).stream()
            .flatMap(f -> f.frame().tcp().stream())
            .flatMap(s -> s.options(AddAddr.class))
            .distinct()
            .toList();
    assertThat(sent).as("announcements that differ").hasSize(1);
  }
}
