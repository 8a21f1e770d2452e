// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.fallback;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.packet.Packets.dss;
import static dev.subflow.packet.Packets.mpFail;
import static dev.subflow.packet.Packets.mpTcpRst;
import static dev.subflow.packet.Packets.payload;
import static dev.subflow.packet.Packets.rst;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static dev.subflow.wire.middlebox.Middleboxes.corruptPayload;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.Direction;
import dev.subflow.wire.LiveWire;
import dev.subflow.wire.Middlebox;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A box on the path changes payload and mends TCP's checksum: only MPTCP's own can tell. */
@SubflowTest
@UsesTopology(TwoPaths.class)
class CorruptedPayload {
  private static final String CHECKSUMS = "net.mptcp.checksum_enabled";
  private static final long PAYLOAD = 20_000;

  private static Middlebox corruptOnce() {
    return corruptPayload(0).only(payload().first(1));
  }

  @ParameterizedTest
  @EnumSource
  @Rfc8684({"3.3.1", "3.7", "6"})
  void onlySubflowFallsBackByAnInfiniteMapping(
      IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1) {
    client.sysctls().set(CHECKSUMS, 1);
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    // The client must still have data to map when it learns of the failure.
    try (Flow flow =
        Flow.plan(client, server, ip.server(1))
            .bytes(PAYLOAD)
            .bytesPerSecond(PAYLOAD)
            .waiting()
            .start()) {
      eventually(
          "data with a right checksum",
          () -> assertThat(path1).contains(dss().sentBy("server").dataAck()));
      path1.attach(Direction.from("client"), corruptOnce());
      flow.send();
      flow.awaitDamage();

      assertThat(atServer.change())
          .hasAtLeast("DataCsumErr", 1)
          .has("MPFailTx", 1)
          .has("MPFailRx", 1)
          .has("InfiniteMapRx", 1);
      assertThat(atClient.change())
          .has("MPFailRx", 1)
          .has("MPFailTx", 1)
          .has("InfiniteMapTx", 1)
          .hasZero("DataCsumErr");
      assertThat(client.sockets()).mptcp(flow.connection()).isFallback();
      assertThat(server.sockets()).mptcp(flow.connection().reversed()).isFallback();
      assertThat(path1)
          .ignoringRetransmissions()
          .containsInOrder(mpFail().sentBy("server"), mpFail().sentBy("client"))
          .containsInOrder(mpFail().sentBy("server"), dss().infinite().sentBy("client"))
          .doesNotContain(rst());
    }
  }

  @ParameterizedTest
  @CsvSource({"IPV4, 1", "IPV4, 2", "IPV6, 1", "IPV6, 2"})
  @Rfc8684({"3.3.1", "3.6", "3.7", "6"})
  void oneOfTwoSubflowsIsReset(
      IpVersion ip, int path, MptcpHost client, MptcpHost server, LiveWire path1, LiveWire path2) {
    client.sysctls().set(CHECKSUMS, 1);
    LiveWire corrupted = path == 1 ? path1 : path2;
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Flow flow = TwoSubflows.payloadOn(path, ip, client, server, PAYLOAD)) {
      corrupted.attach(Direction.from("client"), corruptOnce());
      flow.send();
      flow.awaitArrival();

      assertThat(atServer.change())
          .has("DataCsumErr", 1)
          .has("MPFailTx", 1)
          .hasAtLeast("MPRstTx", 1);
      assertThat(atClient.change()).has("MPFailRx", 1).hasZero("InfiniteMapTx");
      assertThat(client.sockets()).mptcp(flow.connection()).isNotFallback();
      assertThat(server.sockets()).mptcp(flow.connection().reversed()).isNotFallback();
      eventually(
          "the end of the subflow",
          () -> assertThat(client.subflows()).established().hasPaths(ip.path(3 - path, 1)));
      flow.finish();
    }
    assertThat(corrupted).contains(mpFail().sentBy("server"), mpTcpRst().sentBy("server"));
  }
}
