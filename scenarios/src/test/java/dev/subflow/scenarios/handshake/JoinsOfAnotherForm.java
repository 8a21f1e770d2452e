// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.handshake;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.packet.Packets.rst;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static dev.subflow.wire.middlebox.Middleboxes.rewrite;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.packet.mptcp.MpJoin;
import dev.subflow.scenarios.support.Conversation;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An MP_JOIN that does not have the form of its segment makes no subflow, and does no harm. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.2", "3.8"})
class JoinsOfAnotherForm {
  private static final MpJoin.Syn SYN = new MpJoin.Syn(false, 2, 0x0102_0304, 0x0506_0708);

  @ParameterizedTest
  @EnumSource
  void onTheSyn(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path2) {
    path2.attach(
        rewrite(
            MpJoin.Syn.class,
            syn -> new MpJoin.SynAck(false, syn.addressId(), syn.token(), syn.nonce())));
    assertRefused(ip, client, server, path2);
  }

  @ParameterizedTest
  @EnumSource
  void onTheSynAck(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path2) {
    path2.attach(rewrite(MpJoin.SynAck.class, synAck -> SYN));
    assertRefused(ip, client, server, path2);
  }

  @ParameterizedTest
  @EnumSource
  void onTheThirdAck(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path2) {
    path2.attach(rewrite(MpJoin.Ack.class, ack -> SYN));
    assertRefused(ip, client, server, path2);
  }

  private static void assertRefused(
      IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path2) {
    client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow());
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Conversation talk = Conversation.start(client, server, ip.server(1))) {
      eventually("a refusal", () -> assertThat(path2).contains(rst()));
      eventually(
          "one subflow", () -> assertThat(client.subflows()).established().hasPaths(ip.path(1, 1)));
      talk.exchange();

      assertThat(client.sockets()).mptcp(talk.connection()).isNotFallback().hasSubflows(0);
      assertThat(atClient.change()).has("MPJoinSynTx", 1);
      assertThat(atServer.change()).hasZero("MPJoinAckRx");
    }
  }
}
