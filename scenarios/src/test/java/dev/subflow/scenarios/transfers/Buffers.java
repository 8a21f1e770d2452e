// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.transfers;

import static dev.subflow.assertions.SubflowAssertions.assertThat;

import dev.subflow.audit.Transfer;
import dev.subflow.guest.KernelUnderTest;
import dev.subflow.junit.Measurements;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Buffers grow with what the paths hold, and where they may not, data still moves. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.3.4", "3.3.5"})
class Buffers {
  /** Of each direction. */
  private static final Duration FAR = Duration.ofMillis(200);

  @Test
  @Tag("measured")
  void fillLongPaths(
      KernelUnderTest kernel,
      MptcpHost client,
      MptcpHost server,
      LiveWire path1,
      LiveWire path2,
      Measurements measures) {
    Track track = new Track(kernel, client, server, path1, path2);
    track.impair(track.link().delay(FAR), track.link().delay(FAR));

    Transfer measure = track.carry(track.payload(Duration.ofSeconds(7)));
    measures.take(measure);

    // 6.12.117 and 7.3 on a busy machine: 0.58 to 0.71, up to 0.04 again.
    assertThat(measure).carriesAtLeast(0.3, track.rate(), track.rate()).sendsAgainAtMost(0.2);
  }

  /** Without tuning the window would stay at what the smallest buffer lets in. */
  @Test
  @Tag("measured")
  void growAsTheReceiverReads(
      KernelUnderTest kernel,
      MptcpHost client,
      MptcpHost server,
      LiveWire path1,
      LiveWire path2,
      Measurements measures) {
    server.sysctls().set("net.ipv4.tcp_rmem", "4096 16384 4194304");
    Track track = new Track(kernel, client, server, path1, path2);
    track.impair(track.link().delay(FAR), track.link().delay(FAR));

    Transfer measure = track.carry(track.payload(Duration.ofSeconds(7)));
    measures.take(measure);

    // 6.12.117 and 7.3 on a busy machine: 0.36 to 0.58, up to 0.03 again; 0.05 with
    // net.ipv4.tcp_moderate_rcvbuf=0.
    assertThat(measure).carriesAtLeast(0.2, track.rate(), track.rate()).sendsAgainAtMost(0.2);
  }

  @Test
  void mayBeSmall(
      KernelUnderTest kernel,
      MptcpHost client,
      MptcpHost server,
      LiveWire path1,
      LiveWire path2,
      Measurements measures) {
    server.sysctls().set("net.ipv4.tcp_rmem", "4096 16384 16384");
    client.sysctls().set("net.ipv4.tcp_wmem", "4096 16384 16384");
    Track track = new Track(kernel, client, server, path1, path2);
    track.impair(track.link(), track.link());

    Transfer measure = track.carry(track.payload(Duration.ofSeconds(3)));
    measures.take(measure);

    // 6.12.117 and 7.3 on a busy machine: 0.47 to 1.15, 0.02 again.
    assertThat(measure).carriesAtLeast(0.2, track.rate()).sendsAgainAtMost(0.2);
  }
}
