// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.sockets;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.packet.Packets.syn;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.subflow.guest.KernelUnderTest;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.SocketPuppet;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.LiveWire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Options do to a connection what they are there for. */
@SubflowTest
@UsesTopology(TwoPaths.class)
class SocketOptionEffects {
  private static final int LOW_WATER = 16_384;

  @ParameterizedTest
  @EnumSource
  void lowWaterBoundsWhatWaitsUnsent(
      IpVersion ip, KernelUnderTest kernel, MptcpHost client, MptcpHost server) {
    assumeTrue(
        kernel.isAtLeast(6, 9),
        () -> "kernel " + kernel.release() + " has no TCP_NOTSENT_LOWAT for MPTCP; 6.9 has");
    try (SocketPuppet there = SocketPuppet.on(server);
        SocketPuppet here = SocketPuppet.on(client)) {
      there.ask("0 socket mptcp 6");
      there.ask("0 set SO_RCVBUF 20000");
      there.ask("0 bind :: " + SocketPuppet.PORT);
      there.ask("0 listen 5");
      here.meet(there, ip.server(1));
      here.ask("1 set SO_SNDBUF 200000");
      here.ask("1 set TCP_NOTSENT_LOWAT " + LOW_WATER);

      long sent = sendAsMuchAsItTakes(here);
      assertThat(here.ask("1 queues").path("outqnsd").asInt()).isLessThanOrEqualTo(LOW_WATER);
      assertThat(here.events(1)).isEmpty();

      here.ask("1 set TCP_NOTSENT_LOWAT 1000000");
      assertThat(here.events(1)).isEqualTo("OUT");
      sent += sendAsMuchAsItTakes(here);
      assertThat(here.ask("1 queues").path("outqnsd").asInt()).isGreaterThan(4 * LOW_WATER);

      JsonNode received = there.ask("1 recv read " + sent);
      assertThat(received.path("intact").asBoolean()).isTrue();
      assertThat(received.path("bytes").asLong()).isEqualTo(sent);
      eventually(
          "nothing waits", () -> assertThat(here.ask("1 queues").path("outq").asInt()).isZero());
    }
  }

  private static long sendAsMuchAsItTakes(SocketPuppet puppet) {
    long sent = 0;
    while (true) {
      JsonNode answer = puppet.attempt("1 send now 100000").get();
      if (!answer.path("ok").asBoolean()) {
        assertThat(answer.path("errno").asText()).isEqualTo("EAGAIN");
        return sent;
      }
      sent += answer.path("bytes").asLong();
    }
  }

  @ParameterizedTest
  @EnumSource
  void dataCarriesTheTimeOfItsArrival(IpVersion ip, MptcpHost client, MptcpHost server) {
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.meet(there, ip.server(1));
      here.ask("1 send write 1000");
      assertThat(there.ask("1 recv inq 1000").has("arrived"))
          .as("a time nobody asked for")
          .isFalse();

      // Software times of what is received.
      there.ask("1 set SO_TIMESTAMPING 24");
      here.ask("1 send write 1000");
      long now = Long.parseLong(server.guest().succeed("date", "+%s").stdout().strip());
      assertThat(there.ask("1 recv inq 1000").path("arrived").asLong())
          .isBetween(now - 60, now + 60);

      there.ask("1 set SO_TIMESTAMPING 0");
      here.ask("1 send write 1000");
      assertThat(there.ask("1 recv inq 1000").has("arrived")).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void acceptWaitsForData(IpVersion ip, MptcpHost client, MptcpHost server) {
    try (SocketPuppet there = SocketPuppet.on(server);
        SocketPuppet here = SocketPuppet.on(client)) {
      there.ask("0 socket mptcp 6");
      there.ask("0 set TCP_DEFER_ACCEPT 30");
      there.ask("0 blocking no");
      there.ask("0 bind :: " + SocketPuppet.PORT);
      there.ask("0 listen 5");
      here.connect(1, ip.server(1));
      assertThat(there.refused("1 accept 0")).isEqualTo("EAGAIN");

      here.ask("1 send write 100");
      eventually("there is one to accept", () -> assertThat(there.events(0)).isEqualTo("IN"));
      there.ask("1 accept 0");
      assertThat(there.ask("1 recv read 100").path("intact").asBoolean()).isTrue();
      assertThat(there.info(1).mptcp().fallback()).isFalse();
    }
  }

  @Test
  void listenerOfIpv6AloneTakesNoIpv4(MptcpHost client, MptcpHost server) {
    try (SocketPuppet there = SocketPuppet.on(server);
        SocketPuppet here = SocketPuppet.on(client)) {
      there.ask("0 socket mptcp 6");
      there.ask("0 set IPV6_V6ONLY 1");
      there.ask("0 bind :: " + SocketPuppet.PORT);
      there.ask("0 listen 5");
      here.ask("1 socket mptcp 4");
      assertThat(here.refused("1 connect " + IpVersion.IPV4.server(1) + " " + SocketPuppet.PORT))
          .isEqualTo("ECONNREFUSED");
      here.meet(there, IpVersion.IPV6.server(1));
      assertThat(here.info(1).mptcp().fallback()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource
  void connectWaitsNoLongerThanAskedFor(
      IpVersion ip, MptcpHost client, MptcpHost server, LiveWire path1) {
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.ask("1 socket mptcp " + (ip == IpVersion.IPV4 ? "4" : "6"));
      here.ask("1 set SO_SNDTIMEO 300");
      path1.cut();
      String connect = "1 connect " + ip.server(1) + " " + SocketPuppet.PORT;
      assertThat(here.refused(connect)).isEqualTo("EINPROGRESS");
      assertThat(here.events(1)).isEmpty();
      assertThat(here.refused(connect)).isEqualTo("EALREADY");

      // It goes on meanwhile.
      path1.restore();
      eventually("it is connected", () -> assertThat(here.events(1)).isEqualTo("OUT"));
      there.ask("1 accept 0");
      here.ask("1 send write 1000");
      assertThat(there.ask("1 recv read 1000").path("intact").asBoolean()).isTrue();
      assertThat(here.info(1).mptcp().fallback()).isFalse();
    }
    assertThat(path1).contains(syn().sentBy("client"));
  }

  @ParameterizedTest
  @EnumSource
  void readerIsToldOfTheEnd(IpVersion ip, MptcpHost client, MptcpHost server) {
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.meet(there, ip.server(1));
      there.ask("1 set TCP_INQ 1");
      here.ask("1 send write 3000");
      eventually("all has come", () -> assertThat(waiting(there)).isEqualTo(3000));
      assertThat(there.ask("1 recv inq 1000").path("inq").asInt()).isEqualTo(2000);
      assertThat(waiting(there)).isEqualTo(2000);
      assertThat(there.ask("1 recv inq 2000").path("inq").asInt()).isZero();
      assertThat(waiting(there)).isZero();

      here.ask("1 shutdown");
      eventually("the end has come", () -> assertThat(there.events(1)).isEqualTo("IN OUT RDHUP"));
      // A reader that waits for more than 0 must not wait for ever.
      assertThat(waiting(there)).isEqualTo(1);
      JsonNode end = there.ask("1 recv inq 10");
      assertThat(end.path("bytes").asInt()).isZero();
      assertThat(end.path("inq").asInt()).isEqualTo(1);
    }
  }

  private static int waiting(SocketPuppet puppet) {
    return puppet.ask("1 queues").path("inq").asInt();
  }
}
