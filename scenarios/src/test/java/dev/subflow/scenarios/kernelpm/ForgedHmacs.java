// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.kernelpm;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.addAddrAccepted;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static dev.subflow.wire.middlebox.Middleboxes.rewrite;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.packet.mptcp.AddAddr;
import dev.subflow.packet.mptcp.MpJoin;
import dev.subflow.packet.mptcp.Octets;
import dev.subflow.scenarios.support.Conversation;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the keys of a connection do not vouch for is not believed, and does it no harm. */
@SubflowTest
@UsesTopology(TwoPaths.class)
class ForgedHmacs {
  private static AddAddr forged(AddAddr option) {
    if (option.truncatedHmac().isEmpty()) {
      return option;
    }
    return new AddAddr(
        option.echo(),
        option.addressId(),
        option.address(),
        option.port(),
        OptionalLong.of(option.truncatedHmac().getAsLong() ^ 1));
  }

  private static MpJoin.SynAck forged(MpJoin.SynAck option) {
    return new MpJoin.SynAck(
        option.backup(), option.addressId(), option.truncatedHmac() ^ 1, option.nonce());
  }

  private static MpJoin.Ack forged(MpJoin.Ack option) {
    byte[] hmac = option.hmac().toArray();
    hmac[hmac.length - 1] ^= 1;
    return new MpJoin.Ack(Octets.of(hmac));
  }

  @ParameterizedTest
  @EnumSource
  @Rfc8684({"3.4.1", "5"})
  void announcementIsIgnored(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1) {
    client.limits().set(subflows(2), addAddrAccepted(2));
    server.sysctls().set("net.mptcp.add_addr_timeout", 1);
    server.endpoints().add(endpoint(ip.server(2)).signal());
    path1.attach(rewrite(AddAddr.class, ForgedHmacs::forged));
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Conversation talk = Conversation.start(client, server, ip.server(1))) {
      eventually(
          "another announcement", () -> assertThat(atServer.change()).hasAtLeast("AddAddrTx", 2));
      talk.exchange();

      assertThat(atClient.change())
          .hasZero("AddAddr")
          .hasZero("EchoAddTx")
          .hasZero("MPJoinSynTx")
          .hasZero("MPRstTx");
      assertThat(client.sockets()).mptcp(talk.connection()).hasSubflows(0).hasAddAddrAccepted(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rfc8684({"3.2", "3.8", "5"})
  void serverResetsTheJoin(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path2) {
    client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow());
    path2.attach(rewrite(MpJoin.Ack.class, ForgedHmacs::forged));
    var atServer = server.countersFromNow();

    try (Conversation talk = Conversation.start(client, server, ip.server(1))) {
      eventually("the refusal", () -> assertThat(atServer.change()).has("MPJoinAckHMacFailure", 1));
      awaitFirstPathAlone(ip, client, talk);
      assertThat(atServer.change()).hasZero("MPJoinAckRx");
    }
  }

  @ParameterizedTest
  @EnumSource
  @Rfc8684({"3.2", "3.8", "5"})
  void clientResetsTheJoin(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path2) {
    client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow());
    path2.attach(rewrite(MpJoin.SynAck.class, ForgedHmacs::forged));
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Conversation talk = Conversation.start(client, server, ip.server(1))) {
      eventually(
          "the refusal", () -> assertThat(atClient.change()).has("MPJoinSynAckHMacFailure", 1));
      awaitFirstPathAlone(ip, client, talk);
      assertThat(atServer.change()).hasZero("MPJoinAckRx");
    }
  }

  private static void awaitFirstPathAlone(IpVersion ip, MptcpHost client, Conversation talk) {
    eventually(
        "one subflow", () -> assertThat(client.subflows()).established().hasPaths(ip.path(1, 1)));
    talk.exchange();
    assertThat(client.sockets()).mptcp(talk.connection()).isNotFallback().hasSubflows(0);
  }
}
