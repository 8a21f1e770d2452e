// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.transfers;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.addAddrAccepted;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.packet.Packets.addAddr;
import static dev.subflow.packet.Packets.dss;
import static dev.subflow.packet.Packets.pureAck;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static dev.subflow.wire.middlebox.Middleboxes.drop;

import dev.subflow.audit.Transfer;
import dev.subflow.guest.KernelUnderTest;
import dev.subflow.junit.Measurements;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.packet.PacketMatcher;
import dev.subflow.scenarios.support.Conversation;
import dev.subflow.scenarios.support.Wires;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.Direction;
import dev.subflow.wire.LiveWire;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What directs a connection comes again when it was lost, and data does not wait for it long. */
@SubflowTest
@UsesTopology(TwoPaths.class)
class LostControls {
  private static final Direction FROM_SERVER = Direction.from("server");
  private static final Direction FROM_CLIENT = Direction.from("client");

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  @Rfc8684({"3.3.2", "3.3.6"})
  void dataAcknowledgements(
      int path,
      KernelUnderTest kernel,
      MptcpHost client,
      MptcpHost server,
      LiveWire path1,
      LiveWire path2,
      Measurements measures) {
    Track track = new Track(kernel, client, server, path1, path2);
    track.impair(track.link(), track.link());
    LiveWire lossy = path == 1 ? path1 : path2;

    Transfer measure =
        track.carry(
            track.payload(Duration.ofSeconds(4)),
            () -> lossy.attach(FROM_SERVER, drop(pureAck().after(10).first(20))));
    measures.take(measure);

    // 6.12.117 and 7.3 on a busy machine: 0.61 to 1.35, stalls of 0.4 to 3.7 s, up to 0.55 again.
    assertThat(measure)
        .carriesAtLeast(0.3, track.rate())
        .stallsAtMost(Duration.ofSeconds(15))
        .sendsAgainAtMost(1);
  }

  @Test
  @Rfc8684("3.4.1")
  void announcement(MptcpHost client, MptcpHost server, LiveWire path1) {
    server.sysctls().set("net.mptcp.add_addr_timeout", 2);
    client.limits().set(subflows(1), addAddrAccepted(1));
    server.endpoints().add(endpoint("10.0.2.2").signal());
    PacketMatcher announcement = addAddr().notEcho();
    AtomicReference<Instant> first = first(path1, FROM_SERVER, announcement);
    path1.attach(FROM_SERVER, drop(addAddr().notEcho().first(1)));

    try (Conversation talk = Conversation.start(client, server, Track.SERVER)) {
      eventually("another announcement", () -> assertThat(path1).contains(addAddr().notEcho()));
      assertThat(comesAgain(path1, first, addAddr().notEcho()))
          .isPositive()
          .isLessThan(Duration.ofSeconds(20));
      talk.exchange();
    }
  }

  @Test
  @Rfc8684("3.3.3")
  void endOfData(MptcpHost client, MptcpHost server, LiveWire path1) {
    PacketMatcher end = dss().dataFin();
    AtomicReference<Instant> first = first(path1, FROM_CLIENT, dss().dataFin());
    path1.attach(FROM_CLIENT, drop(dss().dataFin().first(1)));

    try (Conversation talk = Conversation.start(client, server, Track.SERVER)) {
      talk.exchange();
      talk.hangUp();
      eventually("another DATA_FIN", () -> assertThat(path1).contains(dss().dataFin()));
      assertThat(comesAgain(path1, first, end)).isPositive().isLessThan(Duration.ofSeconds(20));
    }
  }

  /** When a segment was sent for the first time, whether it got across or not. */
  private static AtomicReference<Instant> first(
      LiveWire wire, Direction direction, PacketMatcher wanted) {
    AtomicReference<Instant> time = new AtomicReference<>(Instant.MAX);
    wire.when(direction, wanted).then(() -> time.set(Instant.now()));
    return time;
  }

  private static Duration comesAgain(
      LiveWire wire, AtomicReference<Instant> first, PacketMatcher wanted) {
    Instant second = Wires.trace(wire).matching(wanted).get(0).time();
    return Duration.between(first.get(), second);
  }
}
