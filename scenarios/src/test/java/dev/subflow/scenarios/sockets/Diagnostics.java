// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.sockets;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.MptcpSocket;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.SocketPuppet;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Diagnostics of the kernel's sockets: queues of listeners, and how many there are. */
@Tag("quick")
@SubflowTest
@UsesTopology(TwoPaths.class)
class Diagnostics {
  private static final String ESTABLISHED = "MPCurrEstab";
  private static final int BACKLOG = 7;

  @ParameterizedTest
  @EnumSource
  void listenerShowsItsQueueAndItsBacklog(IpVersion ip, MptcpHost client, MptcpHost server) {
    try (SocketPuppet there = SocketPuppet.listening(server, BACKLOG);
        SocketPuppet here = SocketPuppet.on(client)) {
      assertThat(listener(server).receiveQueue()).isZero();
      assertThat(listener(server).sendQueue()).isEqualTo(BACKLOG);

      here.connect(1, ip.server(1));
      here.connect(2, ip.server(1));
      eventually(
          "two connections wait to be accepted",
          () -> assertThat(listener(server).receiveQueue()).isEqualTo(2));

      there.ask("1 accept 0");
      assertThat(listener(server).receiveQueue()).isEqualTo(1);
      there.ask("2 accept 0");
      assertThat(listener(server).receiveQueue()).isZero();
      assertThat(listener(server).sendQueue()).isEqualTo(BACKLOG);
    }
  }

  private static MptcpSocket listener(MptcpHost host) {
    List<MptcpSocket> all = host.listening().listening();
    assertThat(all).as("listeners").hasSize(1);
    return all.get(0);
  }

  @ParameterizedTest
  @EnumSource
  void socketsAreCountedAndCountedOut(IpVersion ip, MptcpHost client, MptcpHost server) {
    long before = sockets(client);
    assertThat(client.counters()).has(ESTABLISHED, 0);
    try (SocketPuppet there = SocketPuppet.listening(server, BACKLOG);
        SocketPuppet here = SocketPuppet.on(client)) {
      for (int i = 1; i <= 3; i++) {
        here.connect(i, ip.server(1));
        there.ask(i + " accept 0");
        assertThat(client.counters()).has(ESTABLISHED, i);
        assertThat(server.counters()).has(ESTABLISHED, i);
      }
      assertThat(sockets(client)).isEqualTo(before + 3);
      // The listener is one, too.
      assertThat(sockets(server)).isEqualTo(before + 4);

      for (int i = 1; i <= 3; i++) {
        here.ask(i + " close");
        there.ask(i + " close");
      }
      there.ask("0 close");
      for (MptcpHost host : List.of(client, server)) {
        eventually(
            "every socket is counted out on " + host,
            () -> {
              assertThat(host.counters()).has(ESTABLISHED, 0);
              assertThat(sockets(host)).isEqualTo(before);
            });
      }
    }
  }

  /** Number of sockets of both IP versions. */
  private static long sockets(MptcpHost host) {
    // protocol  size sockets  memory press maxhdr  slab module ...
    // MPTCPv6   1904      0      -1   NI       0   yes  kernel ...
    // MPTCP     1744      2       0   no       0   yes  kernel ...
    return host.guest()
        .succeed("cat", "/proc/net/protocols")
        .stdout()
        .lines()
        .map(l -> l.split("\\s+", -1))
        .filter(w -> w[0].startsWith("MPTCP"))
        .mapToLong(w -> Long.parseLong(w[2]))
        .sum();
  }
}
