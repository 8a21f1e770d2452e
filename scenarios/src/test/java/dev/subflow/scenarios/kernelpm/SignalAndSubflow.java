// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.kernelpm;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.packet.Packets.addAddr;
import static dev.subflow.packet.Packets.mpJoinSyn;
import static dev.subflow.packet.Packets.removeAddr;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.EndpointSpec;
import dev.subflow.scenarios.support.Conversation;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.Wires;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An endpoint that is both announced and joined from. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.2", "3.4.1", "3.4.2"})
class SignalAndSubflow {
  private static final int ID = 9;
  private static final int TIMES = 2;

  @ParameterizedTest
  @EnumSource
  void doesBothAgainAfterItsRemoval(
      IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1, LiveWire path2) {
    EndpointSpec both = endpoint(ip.client(2)).id(ID).dev("eth2").signal().subflow();
    client.endpoints().add(both);
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Conversation talk = Conversation.start(client, server, ip.server(1))) {
      for (int time = 1; time <= TIMES; time++) {
        int now = time;
        eventually(
            "announcement and join",
            () ->
                assertThat(atServer.change())
                    .has("MPJoinAckRx", now)
                    .hasAtLeast("AddAddr", now)
                    .hasAtLeast("EchoAddTx", now));
        awaitUse(client, talk, 1, 1);

        client.endpoints().delete(ID);
        awaitUse(client, talk, 0, 0);
        eventually(
            "the server learns of it", () -> assertThat(atServer.change()).has("RmAddr", now));
        assertThat(atClient.change()).has("RmAddrTx", now).has("RmSubflow", now);
        talk.exchange();
        if (time < TIMES) {
          client.endpoints().add(both);
        }
      }
    }
    assertThat(Wires.trace(path1, path2))
        .containsAtLeast(
            TIMES, addAddr().addressId(ID).address(ip.client(2)).notEcho().sentBy("client"))
        .containsExactly(TIMES, removeAddr(ID).sentBy("client"))
        .ignoringRetransmissions()
        .containsExactly(TIMES, mpJoinSyn().from(ip.client(2)).addressId(ID));
  }

  /** It is in use as soon as it is announced, and its removal frees it. */
  @ParameterizedTest
  @EnumSource
  void isAnnouncedWhereNoSubflowIsAllowed(IpVersion ip, MptcpHost client, MptcpHost server) {
    client.limits().set(subflows(0));
    client.endpoints().add(endpoint(ip.client(2)).id(ID).dev("eth2").signal().subflow());
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Conversation talk = Conversation.start(client, server, ip.server(1))) {
      eventually(
          "the echo", () -> assertThat(atClient.change()).has("EchoAdd", 1).has("MPJoinSynTx", 0));
      awaitUse(client, talk, 0, 1);

      client.endpoints().delete(ID);
      eventually("the removal", () -> assertThat(atServer.change()).has("RmAddr", 1));
      awaitUse(client, talk, 0, 0);
      talk.exchange();
    }
  }

  private static void awaitUse(MptcpHost client, Conversation talk, int joins, int addresses) {
    eventually(
        joins + " joins, " + addresses + " addresses in use",
        () ->
            assertThat(client.sockets())
                .mptcp(talk.connection())
                .hasSubflows(joins)
                .hasAddAddrSignal(addresses)
                .hasLocalAddressesUsed(addresses));
  }
}
