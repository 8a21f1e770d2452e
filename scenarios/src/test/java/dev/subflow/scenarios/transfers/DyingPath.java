// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.transfers;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.packet.Packets.payload;

import dev.subflow.audit.Transfer;
import dev.subflow.guest.KernelUnderTest;
import dev.subflow.junit.Measurements;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.Direction;
import dev.subflow.wire.LiveWire;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a path dies, the other carries on before long, and sends little for nothing. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.3.6", "3.3.8"})
class DyingPath {
  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void otherOneCarriesOn(
      int dying,
      KernelUnderTest kernel,
      MptcpHost client,
      MptcpHost server,
      LiveWire path1,
      LiveWire path2,
      Measurements measures) {
    Track track = new Track(kernel, client, server, path1, path2);
    track.impair(track.link(), track.link());
    LiveWire dead = dying == 1 ? path1 : path2;
    long bytes = track.payload(Duration.ofSeconds(4));

    Transfer measure =
        track.carry(
            bytes,
            () ->
                dead.when(Direction.from("client"), payload())
                    .payloadBytes(bytes / 4)
                    .then(dead::cut));
    measures.take(measure);

    // 6.12.117 and 7.3 on a busy machine: stalls of 1.1 to 2.4 s; up to 0.56 again, as what the
    // stale path had is sent anew and so is what the other has under way.
    assertThat(measure).stallsAtMost(Duration.ofSeconds(15)).sendsAgainAtMost(1);
    assertThat(measure).shareOf(dying == 1 ? Track.CLIENT2 : Track.CLIENT1).isGreaterThan(0.6);
  }
}
