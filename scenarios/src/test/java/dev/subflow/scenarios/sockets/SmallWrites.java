// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.sockets;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.packet.Packets.payload;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static dev.subflow.topology.Impairment.impairment;

import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.EndpointSpec;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.SocketPuppet;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import dev.subflow.wire.Direction;
import dev.subflow.wire.LiveWire;
import dev.subflow.wire.Trigger;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Small writes are packets of their own or are gathered, as a program says, on any subflow. */
@SubflowTest
@UsesTopology(TwoPaths.class)
class SmallWrites {
  private static final int WRITES = 8;
  private static final int BYTES = WRITES * 100;
  private static final Direction FROM_CLIENT = Direction.from("client");

  @ParameterizedTest
  @CsvSource({"IPV4, 1", "IPV4, 2", "IPV6, 1", "IPV6, 2"})
  void goAtOnceOrTogether(
      IpVersion ip, int path, MptcpHost client, MptcpHost server, LiveWire path1, LiveWire path2) {
    // A loss probe would send what Nagle holds back.
    client.sysctls().set("net.ipv4.tcp_early_retrans", 0);
    for (int each = 1; each <= 2; each++) {
      EndpointSpec endpoint = endpoint(ip.client(each)).dev("eth" + each).subflow();
      client.endpoints().add(each == path ? endpoint : endpoint.backup());
    }
    LiveWire wire = path == 1 ? path1 : path2;
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.ask("1 socket mptcp " + (ip == IpVersion.IPV4 ? "4" : "6"));
      here.ask("1 set TCP_NODELAY 1");
      here.ask("1 connect " + ip.server(1) + " " + SocketPuppet.PORT);
      there.ask("1 accept 0");
      here.ask("1 send write 4");
      there.ask("1 recv read 4");
      awaitOnly(path, ip, client, server);

      Trigger together = wire.when(FROM_CLIENT, payload()).payloadBytes(BYTES + 1).then(() -> {});
      // In one go: the kernel lets a cork hold for 0.2 s.
      Supplier<?> corked = here.begin("1 set TCP_CORK 1");
      Supplier<?> sent = here.begin("1 send bits " + BYTES);
      Supplier<?> uncorked = here.begin("1 set TCP_CORK 0");
      SocketPuppet.done(corked);
      SocketPuppet.done(sent);
      SocketPuppet.done(uncorked);
      there.ask("1 recv read " + BYTES);
      assertThat(together.payloadBytes()).isEqualTo(BYTES);
      assertThat(together.frames()).as("packets of what was corked").isLessThanOrEqualTo(2);

      eventually(
          "all is acknowledged",
          () -> assertThat(here.ask("1 queues").path("outq").asInt()).isZero());
      // From here on nothing is acknowledged, so without the option the second write would stay
      // behind.
      wire.impair(Direction.from("server"), impairment().blackhole());
      Set<Long> places = ConcurrentHashMap.newKeySet();
      Trigger each =
          wire.when(FROM_CLIENT, payload().where("new", s -> places.add(s.sequence())))
              .frames(2)
              .then(() -> {});
      // In one go: after the timeout of the first there is no room in flight for the second.
      Supplier<?> one = here.begin("1 send write 100");
      Supplier<?> two = here.begin("1 send write 100");
      SocketPuppet.done(one);
      SocketPuppet.done(two);
      eventually("both have left", () -> assertThat(each.hasFired()).isTrue());
      wire.heal();
      assertThat(there.ask("1 recv read 200").path("intact").asBoolean()).isTrue();
    }
  }

  private static void awaitOnly(int path, IpVersion ip, MptcpHost client, MptcpHost server) {
    eventually(
        "two subflows, one of them backup",
        () -> {
          for (MptcpHost host : new MptcpHost[] {client, server}) {
            assertThat(host.subflows()).tcp(ip.between(3 - path, 1)).isBackup();
            assertThat(host.subflows()).tcp(ip.between(path, 1)).isFullyEstablished().isNotBackup();
          }
        });
  }
}
