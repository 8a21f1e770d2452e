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
import org.junit.jupiter.api.Test;

/** A reader that is slower than the paths closes the window time and again, and loses nothing. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684("3.3.4")
class SlowConsumer {
  private static final int GULP = 2048;

  @Test
  void getsEachByteOnce(
      KernelUnderTest kernel,
      MptcpHost client,
      MptcpHost server,
      LiveWire path1,
      LiveWire path2,
      Measurements measures) {
    server.sysctls().set("net.ipv4.tcp_rmem", "4096 32768 32768");
    Track track = new Track(kernel, client, server, path1, path2);
    track.impair(track.link(), track.link());
    long bytes = track.payload(Duration.ofMillis(1500)) / GULP * GULP;
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      track.meet(here, there);
      Supplier<JsonNode> sending = here.begin("1 send write " + bytes);
      for (long read = 0; read < bytes; read += GULP) {
        assertThat(there.ask("1 recv read " + GULP).path("intact").asBoolean()).isTrue();
      }
      SocketPuppet.done(sending);
    }
    Transfer measure = track.measure().up();
    assertThat(measure).isMptcp().hasBytes(bytes);
    measures.take(measure);
    // 6.12.117 and 7.3 on a busy machine: up to 0.13 again.
    assertThat(measure).sendsAgainAtMost(0.5);
  }
}
