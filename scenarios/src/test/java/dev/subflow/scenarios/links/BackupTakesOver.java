// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.links;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.packet.Packets.payload;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static dev.subflow.topology.Impairment.impairment;
import static org.awaitility.Awaitility.await;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.Rate;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.Direction;
import dev.subflow.wire.LiveWire;
import dev.subflow.wire.Trigger;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A backup path is silent until the path that is none dies, and then carries the rest. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.2", "3.3.8"})
class BackupTakesOver {
  private static final long PAYLOAD = 512 << 10;

  @ParameterizedTest
  @EnumSource
  void afterTheOnlyOtherPathDied(
      IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1, LiveWire path2) {
    path1.impair(Direction.from("client"), impairment().rate(Rate.megabits(2)));
    client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow().backup());

    try (Flow flow = Flow.plan(client, server, ip.server(1)).bytes(PAYLOAD).waiting().start()) {
      eventually(
          "the backup",
          () -> assertThat(server.sockets()).mptcp(flow.connection().reversed()).hasSubflows(1));
      // Counts on path 2 and never fires.
      Trigger onBackup =
          path2
              .when(Direction.from("client"), payload())
              .payloadBytes(Long.MAX_VALUE)
              .then(() -> {});
      AtomicLong beforeTheCut = new AtomicLong(-1);
      path1
          .when(Direction.from("client"), payload())
          .payloadBytes(PAYLOAD / 4)
          .then(
              () -> {
                path1.cut();
                beforeTheCut.set(onBackup.payloadBytes());
              });
      flow.send();
      await("the cut").atMost(Duration.ofSeconds(30)).until(() -> beforeTheCut.get() >= 0);
      flow.awaitArrival();

      assertThat(beforeTheCut.get()).as("bytes on the backup before it was needed").isZero();
      assertThat(client.subflows()).tcp(ip.between(2, 1)).isBackup().carriedAtLeast(PAYLOAD / 2);
      assertThat(client.subflows()).tcp(ip.between(1, 1)).carriedAtMost(PAYLOAD / 4);
      assertThat(client.sockets()).mptcp(flow.connection()).isEstablished().isNotFallback();
      flow.finish();
    }
  }
}
