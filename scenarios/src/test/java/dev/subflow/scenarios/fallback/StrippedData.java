// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.fallback;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.packet.Packets.dss;
import static dev.subflow.packet.Packets.mpTcpRst;
import static dev.subflow.packet.Packets.payload;
import static dev.subflow.packet.Packets.rst;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static dev.subflow.wire.middlebox.Middleboxes.stripMptcp;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.packet.mptcp.MptcpSubtype;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.Direction;
import dev.subflow.wire.LiveWire;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A box on the path takes MPTCP out of data, after a handshake that went well. */
@SubflowTest
@UsesTopology(TwoPaths.class)
class StrippedData {
  private static final long PAYLOAD = 20_000;

  @ParameterizedTest
  @EnumSource
  @Rfc8684({"3.7", "6"})
  void onlySubflowFallsBack(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1) {
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Flow flow = Flow.plan(client, server, ip.server(1)).waiting().start()) {
      eventually(
          "data that is acknowledged",
          () -> assertThat(path1).contains(dss().sentBy("server").dataAck()));
      path1.attach(stripMptcp());
      flow.send();
      Flow.Report arrived = flow.awaitArrival();

      assertThat(arrived.protocol()).as("protocol of the accepted socket").isEqualTo("mptcp");
      assertThat(server.sockets()).mptcp(flow.connection().reversed()).isFallback();
      eventually(
          "the client's fallback",
          () -> assertThat(client.sockets()).mptcp(flow.connection()).isFallback());
      assertThat(atServer.change())
          .has("MPCapableACKRX", 1)
          .hasIfKnown("DssFallback", 1)
          .hasZero("MPRstTx", "MPFailTx");
      assertThat(atClient.change()).hasIfKnown("DssFallback", 1).hasZero("MPRstTx", "MPFailTx");
      flow.finish();
    }
    assertThat(path1).doesNotContain(rst());
  }

  @ParameterizedTest
  @CsvSource({"IPV4, 1", "IPV4, 2", "IPV6, 1", "IPV6, 2"})
  @Rfc8684({"3.6", "3.7", "6"})
  void oneOfTwoSubflowsIsReset(
      IpVersion ip, int path, MptcpHost client, MptcpHost server, LiveWire path1, LiveWire path2) {
    LiveWire stripped = path == 1 ? path1 : path2;
    var atServer = server.countersFromNow();

    try (Flow flow = TwoSubflows.payloadOn(path, ip, client, server, PAYLOAD)) {
      stripped.attach(Direction.from("client"), stripMptcp(MptcpSubtype.DSS).only(payload()));
      flow.send();
      flow.awaitArrival();

      assertThat(atServer.change()).hasIfKnown("DssReset", 1).hasAtLeast("MPRstTx", 1);
      assertThat(server.sockets()).mptcp(flow.connection().reversed()).isNotFallback();
      assertThat(client.sockets()).mptcp(flow.connection()).isNotFallback();
      eventually(
          "the end of the subflow",
          () -> assertThat(client.subflows()).established().hasPaths(ip.path(3 - path, 1)));
      assertThat(client.subflows()).tcp(ip.between(3 - path, 1)).carriedAtLeast(PAYLOAD);
      flow.finish();
    }
    assertThat(stripped).contains(mpTcpRst().sentBy("server"));
  }
}
