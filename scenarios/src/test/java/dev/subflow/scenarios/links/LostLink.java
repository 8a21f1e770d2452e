// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.links;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.packet.Packets.payload;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static dev.subflow.topology.Impairment.impairment;
import static org.awaitility.Awaitility.await;

import dev.subflow.guest.KernelUnderTest;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.Counters;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.SlowLink;
import dev.subflow.stack.MptcpHost;
import dev.subflow.stack.SocketSampler;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.Direction;
import dev.subflow.wire.LiveWire;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A link that goes dead in the middle of a transfer: the other carries what was lost and the rest.
 */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.3", "3.3.6"})
class LostLink {
  private static final long PAYLOAD = 1 << 20;

  @ParameterizedTest
  @CsvSource({"IPV4, 1", "IPV4, 2", "IPV6, 1", "IPV6, 2"})
  void otherLinkCarriesTheRest(
      IpVersion ip,
      int lost,
      KernelUnderTest kernel,
      MptcpHost client,
      MptcpHost server,
      LiveWire path1,
      LiveWire path2) {
    LiveWire dying = lost == 1 ? path1 : path2;
    int left = 3 - lost;
    for (LiveWire path : List.of(path1, path2)) {
      path.impair(Direction.from("client"), impairment().rate(SlowLink.rate(kernel)));
    }
    client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow());
    client.sysctls().set("net.mptcp.stale_loss_cnt", 1);
    var atClient = client.countersFromNow();

    try (Flow flow = Flow.plan(client, server, ip.server(1)).bytes(PAYLOAD).waiting().start();
        SocketSampler samples = client.sampleSockets(Duration.ofMillis(50))) {
      eventually(
          "the second subflow",
          () -> assertThat(server.sockets()).mptcp(flow.connection().reversed()).hasSubflows(1));
      CompletableFuture<Duration> cut = new CompletableFuture<>();
      dying
          .when(Direction.from("client"), payload())
          .payloadBytes(PAYLOAD / 10)
          .then(
              () -> {
                dying.cut();
                cut.complete(samples.now());
              });
      flow.send();
      await("the cut").atMost(Duration.ofSeconds(30)).until(cut::isDone);

      flow.awaitArrival();
      Duration arrived = samples.now();
      samples.awaitSamples(1, arrived);

      assertThat(samples.series(ip.between(left, 1)))
          .grewByAtLeast(PAYLOAD / 4, cut.join(), samples.now());
      assertThat(samples.series(ip.between(lost, 1))).stoodStill(cut.join(), samples.now());
      // What the dead path had is sent again when the other falls idle, or at once when the dead
      // one is declared stale, whichever comes first.
      Counters change = atClient.change();
      assertThat(change.get("MPTCPRetrans") + change.get("SubflowStale"))
          .as("retransmissions by the connection, or paths declared stale")
          .isPositive();
      assertThat(dying.stats(Direction.from("client")).lostToCut())
          .as("frames lost to the cut")
          .isPositive();
      assertThat(client.sockets()).mptcp(flow.connection()).isEstablished().isNotFallback();
      flow.finish();
    }
  }
}
