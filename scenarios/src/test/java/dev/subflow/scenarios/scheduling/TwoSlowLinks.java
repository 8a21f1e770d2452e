// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.scheduling;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.packet.Packets.anyTcp;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static dev.subflow.topology.Impairment.impairment;

import dev.subflow.capture.PacketTrace;
import dev.subflow.capture.TracedSegment;
import dev.subflow.guest.KernelUnderTest;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.SlowLink;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.Rate;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.Direction;
import dev.subflow.wire.LiveWire;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two slow links carry together what neither could alone. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.2", "3.3"})
class TwoSlowLinks {
  private static final long PAYLOAD = 1 << 20;

  @ParameterizedTest
  @EnumSource
  void addUp(
      IpVersion ip,
      KernelUnderTest kernel,
      MptcpHost client,
      MptcpHost server,
      LiveWire path1,
      LiveWire path2)
      throws IOException {
    Rate link = SlowLink.rate(kernel);
    List<LiveWire> paths = List.of(path1, path2);
    paths.forEach(p -> p.impair(Direction.from("client"), impairment().rate(link)));
    client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow());

    try (Flow flow = Flow.plan(client, server, ip.server(1)).bytes(PAYLOAD).waiting().start()) {
      eventually(
          "the second subflow",
          () -> assertThat(server.sockets()).mptcp(flow.connection().reversed()).hasSubflows(1));
      flow.send();
      flow.awaitArrival();

      assertThat(client.subflows()).tcp(ip.between(1, 1)).carriedAtLeast(PAYLOAD / 4);
      assertThat(client.subflows()).tcp(ip.between(2, 1)).carriedAtLeast(PAYLOAD / 4);
      for (LiveWire path : paths) {
        assertThat(path.stats(Direction.from("client")).forwardedBytes())
            .as("bytes that crossed %s", path.name())
            .isGreaterThan(PAYLOAD / 4);
      }
      // The clock is that of the wires: what guests take for a second is longer on a busy machine.
      assertThat(bitsPerSecond(trace(paths)))
          .as("bits of payload per second over links of %s", link)
          .isGreaterThan(link.bitsPerSecond() * 1.3);
      flow.finish();
    }
  }

  private static PacketTrace trace(List<LiveWire> paths) throws IOException {
    List<PacketTrace> traces = new ArrayList<>();
    for (LiveWire path : paths) {
      traces.add(path.captures().get(0).trace());
    }
    return PacketTrace.merge(traces);
  }

  private static double bitsPerSecond(PacketTrace trace) {
    List<TracedSegment> data =
        trace.withoutRetransmissions().segments().stream()
            .filter(s -> anyTcp().sentBy("client").matches(s.segment().frame()))
            .filter(s -> s.segment().payloadLength() > 100)
            .toList();
    Duration time = Duration.between(data.get(0).time(), data.get(data.size() - 1).time());
    long bytes = data.stream().mapToLong(s -> s.segment().payloadLength()).sum();
    return bytes * 8 / (time.toNanos() / 1e9);
  }
}
