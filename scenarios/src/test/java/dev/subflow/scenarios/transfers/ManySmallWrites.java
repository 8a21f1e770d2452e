// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.transfers;

import static dev.subflow.assertions.SubflowAssertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.subflow.audit.Transfer;
import dev.subflow.guest.KernelUnderTest;
import dev.subflow.junit.Measurements;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.SocketPuppet;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Writes of 100 bytes over slow paths are gathered into segments, and fill both. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684("3.3")
class ManySmallWrites {
  @Test
  @Tag("measured")
  void areGathered(
      KernelUnderTest kernel,
      MptcpHost client,
      MptcpHost server,
      LiveWire path1,
      LiveWire path2,
      Measurements measures) {
    Track track = new Track(kernel, client, server, path1, path2);
    track.impair(track.link(), track.link());
    long bytes = track.payload(Duration.ofSeconds(3));
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      track.meet(here, there);
      Supplier<JsonNode> sending = here.begin("1 send bits " + bytes);
      assertThat(there.ask("1 recv read " + bytes).path("intact").asBoolean()).isTrue();
      SocketPuppet.done(sending);
    }
    Transfer measure = track.measure().up();
    assertThat(measure).isMptcp().hasBytes(bytes);
    measures.take(measure);
    // 6.12.117 and 7.3 on a busy machine: 1.13 to 1.28 bytes of frames per byte (a segment for each
    // write would make it more than 2), up to 0.04 again, 1.1 to 1.7 of one link.
    assertThat(measure).sendsAgainAtMost(0.2).sendsAtMost(1.7);
    assertThat(measure).carriesAtLeast(0.7, track.rate());
  }
}
