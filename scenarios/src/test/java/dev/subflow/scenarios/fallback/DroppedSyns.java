// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.fallback;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.packet.Packets.anyTcp;
import static dev.subflow.packet.Packets.mpCapableSyn;
import static dev.subflow.packet.Packets.syn;
import static dev.subflow.wire.middlebox.Middleboxes.drop;
import static dev.subflow.wire.middlebox.Middleboxes.dropMptcpSyns;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.subflow.guest.KernelUnderTest;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.stack.CountersSince;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.AttachedMiddlebox;
import dev.subflow.wire.Direction;
import dev.subflow.wire.LiveWire;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SYNs that never arrive: the kernel tries without MPTCP, and learns who swallowed them. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.1", "3.7", "3.9.3"})
class DroppedSyns {
  private static final String TIMEOUT = "net.mptcp.blackhole_timeout";

  @ParameterizedTest
  @EnumSource
  void pathThatSwallowsMptcpIsRemembered(
      IpVersion ip, KernelUnderTest kernel, MptcpHost client, MptcpHost server, LiveWire path1) {
    requireDetection(kernel, client);
    AttachedMiddlebox box = path1.attach(Direction.from("client"), dropMptcpSyns());
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();
    try (Flow flow = Flow.brief(client, server, ip.server(1))) {
      flow.awaitArrival();

      assertThat(atClient.change())
          .has("MPCapableSYNTXDrop", 1)
          .has("Blackhole", 1)
          .hasZero("MPCapableSYNTXDisabled");
      assertThat(client.sockets()).mptcp(flow.connection()).isFallback();
      // Sent once and again twice, after a second each.
      assertThat(swallowed(path1)).isEqualTo(3);
      flow.finish();
    }
    box.detach();

    // The next one does not even try, though it could.
    CountersSince next = client.countersFromNow();
    try (Flow flow = Flow.brief(client, server, ip.server(1))) {
      flow.awaitArrival();

      assertThat(next.change()).has("MPCapableSYNTXDisabled", 1).hasZero("MPCapableSYNTX");
      flow.finish();
    }
    assertThat(atServer.change()).hasZero("MPCapableSYNRX");
    assertThat(path1).doesNotContain(anyTcp().withMptcp());

    // Writing the setting forgets it.
    client.sysctls().set(TIMEOUT, client.sysctls().get(TIMEOUT));
    assertMptcpWorks(ip, client, server);
    assertThat(path1).contains(mpCapableSyn());
  }

  @ParameterizedTest
  @EnumSource
  void pathThatSwallowsEverythingIsNot(
      IpVersion ip, KernelUnderTest kernel, MptcpHost client, MptcpHost server, LiveWire path1) {
    requireDetection(kernel, client);
    // Three with MPTCP, and the first without.
    path1.attach(Direction.from("client"), drop(syn().first(4)));
    var atClient = client.countersFromNow();
    try (Flow flow = Flow.brief(client, server, ip.server(1))) {
      flow.awaitArrival();

      assertThat(swallowed(path1)).isEqualTo(4);
      assertThat(atClient.change()).has("MPCapableSYNTXDrop", 1).hasZero("Blackhole");
      assertThat(client.sockets()).mptcp(flow.connection()).isFallback();
      flow.finish();
    }
    assertMptcpWorks(ip, client, server);
    assertThat(atClient.change()).hasZero("MPCapableSYNTXDisabled");
  }

  private static void assertMptcpWorks(IpVersion ip, MptcpHost client, MptcpHost server) {
    var atClient = client.countersFromNow();
    try (Flow flow = Flow.brief(client, server, ip.server(1))) {
      Flow.Report arrived = flow.awaitArrival();

      assertThat(arrived.protocol()).as("protocol of the accepted socket").isEqualTo("mptcp");
      assertThat(atClient.change()).has("MPCapableSYNTX", 1).has("MPCapableSYNACKRX", 1);
      flow.finish();
    }
  }

  private static void requireDetection(KernelUnderTest kernel, MptcpHost client) {
    assumeTrue(
        client.sysctls().find(TIMEOUT).isPresent(),
        () -> "kernel " + kernel.release() + " has no " + TIMEOUT + "; 6.12 has");
  }

  private static long swallowed(LiveWire wire) {
    return wire.stats(Direction.from("client")).removedByMiddlebox();
  }
}
