// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.sockets;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.packet.Packets.pureAck;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static dev.subflow.topology.Impairment.impairment;

import com.fasterxml.jackson.databind.JsonNode;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.SocketPuppet;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.Direction;
import dev.subflow.wire.LiveWire;
import dev.subflow.wire.Trigger;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A reader that takes nothing closes the window; it is told to the sender when it reads again. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.3.1", "3.3.4"})
class SlowReader {
  private static final int BYTES = 200_000;
  private static final int BUFFER = 20_000;

  /** Less than a segment. */
  private static final int CLOSED = 1400;

  @ParameterizedTest
  @EnumSource
  void tellsOfItsWindowUnasked(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1) {
    try (SocketPuppet there = smallListener(server);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.meet(there, ip.server(1));
      Supplier<JsonNode> sending = sendUntilTheWindowIsClosed(here, path1);
      // No probe gets through.
      path1.impair(Direction.from("client"), impairment().blackhole());
      Trigger opened = window(path1, w -> w > BUFFER / 2);
      int first = readWhatIsThere(there);
      eventually("the window is open", () -> assertThat(opened.hasFired()).isTrue());
      path1.heal();
      assertRestArrives(there, first, sending);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isAskedWhenThatWasLost(IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1) {
    try (SocketPuppet there = smallListener(server);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.meet(there, ip.server(1));
      Supplier<JsonNode> sending = sendUntilTheWindowIsClosed(here, path1);
      path1.impair(Direction.from("server"), impairment().blackhole());
      Trigger opened = window(path1, w -> w > BUFFER / 2);
      int first = readWhatIsThere(there);
      eventually("the window is open", () -> assertThat(opened.hasFired()).isTrue());
      path1.heal();
      assertRestArrives(there, first, sending);
    }
  }

  private static Supplier<JsonNode> sendUntilTheWindowIsClosed(SocketPuppet here, LiveWire path) {
    Trigger closed = window(path, w -> w < CLOSED);
    Supplier<JsonNode> sending = here.begin("1 send write " + BYTES);
    eventually("the window is closed", () -> assertThat(closed.hasFired()).isTrue());
    return sending;
  }

  /** Waits for a window that the server tells; such a small buffer needs no scaling. */
  private static Trigger window(LiveWire path, IntPredicate wanted) {
    return path.when(
            Direction.from("server"),
            pureAck().where("with that window", s -> wanted.test(s.window())))
        .then(() -> {});
  }

  private static int readWhatIsThere(SocketPuppet puppet) {
    JsonNode read = puppet.ask("1 recv now " + BYTES);
    assertThat(read.path("intact").asBoolean()).isTrue();
    return read.path("bytes").asInt();
  }

  private static void assertRestArrives(SocketPuppet there, int first, Supplier<JsonNode> sending) {
    JsonNode rest = there.ask("1 recv read " + (BYTES - first));
    assertThat(rest.path("intact").asBoolean()).isTrue();
    assertThat(rest.path("bytes").asInt()).isEqualTo(BYTES - first);
    assertThat(sending.get().path("bytes").asInt()).isEqualTo(BYTES);
  }

  private static SocketPuppet smallListener(MptcpHost host) {
    SocketPuppet puppet = SocketPuppet.on(host);
    puppet.ask("0 socket mptcp 6");
    puppet.ask("0 set SO_RCVBUF " + BUFFER);
    puppet.ask("0 bind :: " + SocketPuppet.PORT);
    puppet.ask("0 listen 5");
    return puppet;
  }
}
