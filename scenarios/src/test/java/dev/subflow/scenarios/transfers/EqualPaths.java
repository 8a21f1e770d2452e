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

/** Paths that are alike are filled alike, and nothing is sent twice. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.3", "3.3.8"})
class EqualPaths {
  @Test
  @Tag("measured")
  void bothAreFull(
      KernelUnderTest kernel,
      MptcpHost client,
      MptcpHost server,
      LiveWire path1,
      LiveWire path2,
      Measurements measures) {
    Track track = new Track(kernel, client, server, path1, path2);
    track.impair(track.link(), track.link());

    Transfer measure = track.carry(track.payload(Duration.ofSeconds(5)));
    measures.take(measure);

    // 6.12.117 and 7.3 on a busy machine, 10 times: 0.73 to 0.91, up to 0.10 again, a
    // share of 0.38 to 0.51.
    assertThat(measure).carriesAtLeast(0.4, track.rate(), track.rate()).sendsAgainAtMost(0.4);
    assertThat(measure).shareOf(Track.CLIENT2).isBetween(0.2, 0.8);
  }
}
