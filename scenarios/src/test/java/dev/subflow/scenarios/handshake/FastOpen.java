// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.handshake;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.packet.Packets.mpCapableSyn;
import static dev.subflow.packet.Packets.mpCapableSynAck;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TCP Fast Open: a second connection sends its first data with the SYN. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684("3.1")
class FastOpen {
  private static final String SETTING = "net.ipv4.tcp_fastopen";

  @ParameterizedTest
  @EnumSource
  void secondConnectionSendsDataWithItsSyn(
      IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1) {
    client.sysctls().set(SETTING, 1);
    server.sysctls().set(SETTING, 2);
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Flow first = Flow.plan(client, server, ip.server(1)).fastOpen().start()) {
      first.awaitArrival();
      first.finish();
    }
    assertThat(path1).contains(mpCapableSyn().withoutPayload());
    assertThat(atServer.change()).hasZero("TcpExtTCPFastOpenPassive");
    try (Flow second = Flow.plan(client, server, ip.server(1)).fastOpen().start()) {
      second.awaitArrival();
      assertThat(atClient.change()).has("TcpExtTCPFastOpenActive", 1);
      assertThat(atServer.change()).has("TcpExtTCPFastOpenPassive", 1);
      assertThat(path1)
          .containsInOrder(
              mpCapableSyn().withoutPayload(), mpCapableSyn().withPayload(), mpCapableSynAck());
      assertThat(client.sockets()).mptcp(second.connection()).isEstablished().isNotFallback();
      second.finish();
    }
  }
}
