// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.sockets;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.guest.KernelUnderTest;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.SubflowTable;
import dev.subflow.mptcp.TcpSocket;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.SocketPuppet;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Options of a connection are those of each of its subflows, as {@code ss} shows them. */
@SubflowTest
@UsesTopology(TwoPaths.class)
class OptionsOfEverySubflow {
  /** An order, and what {@code ss} then says of a subflow. */
  private record Shown(String order, String pattern) {}

  private static final List<Shown> FIRST =
      List.of(
          new Shown("set SO_KEEPALIVE 1", "timer:\\(keepalive,3min(\\d+sec)?,0\\)"),
          new Shown("set TCP_KEEPIDLE 235", "timer:\\(keepalive,3min(\\d+sec)?,0\\)"),
          new Shown("set SO_RCVBUF 30000", "\\brb60000\\b"),
          new Shown("set SO_SNDBUF 40000", "\\btb80000\\b"),
          new Shown("set SO_MARK 9", "fwmark:0x9\\b"),
          new Shown("set IP_TOS 40", "\\btos:0x28\\b"),
          new Shown("set TCP_CONGESTION reno", "\\breno\\b"));

  private static final List<Shown> THEN =
      List.of(
          new Shown("set TCP_KEEPIDLE 415", "timer:\\(keepalive,6min(\\d+sec)?,0\\)"),
          new Shown("set SO_RCVBUF 60000", "\\brb120000\\b"),
          new Shown("set SO_SNDBUF 70000", "\\btb140000\\b"),
          new Shown("set SO_MARK 10", "fwmark:0xa\\b"),
          new Shown("set IP_TOS 48", "\\btos:0x30\\b"),
          new Shown("set TCP_CONGESTION cubic", "\\bcubic\\b"));

  @ParameterizedTest
  @EnumSource
  void ofAConnectionThatIsMade(
      IpVersion ip, KernelUnderTest kernel, MptcpHost client, MptcpHost server) {
    String family = ip == IpVersion.IPV4 ? "4" : "6";
    List<Shown> first = new ArrayList<>(FIRST);
    first.add(new Shown("set IP_FREEBIND 1", "\\bfreebind\\b"));
    first.add(new Shown("set IP_TRANSPARENT 1", "\\btransparent\\b"));
    if (kernel.isAtLeast(6, 9)) {
      first.add(new Shown("set IP_BIND_ADDRESS_NO_PORT 1", "\\bbind_addr_no_port\\b"));
    }
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.ask("1 socket mptcp " + family);
      first.forEach(s -> here.ask("1 " + s.order()));
      here.ask("1 connect " + ip.server(1) + " " + SocketPuppet.PORT);
      there.ask("1 accept 0");
      assertShown(client, 1, first);

      join(ip, client, here, there);
      assertShown(client, 2, first);

      THEN.forEach(s -> here.ask("1 " + s.order()));
      assertShown(client, 2, THEN);
      here.ask("1 set SO_KEEPALIVE 0");
      assertThat(ss(client).raw()).doesNotContain("keepalive");
    }
  }

  @ParameterizedTest
  @EnumSource
  void ofAConnectionThatIsAccepted(IpVersion ip, MptcpHost client, MptcpHost server) {
    List<Shown> inherited = FIRST.stream().filter(s -> !s.order().contains("MARK")).toList();
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      inherited.forEach(s -> there.ask("0 " + s.order()));
      here.connect(1, ip.server(1));
      there.ask("1 accept 0");
      assertShown(server, 1, inherited);
      for (Shown shown : inherited) {
        String option = shown.order().split(" ", -1)[1];
        assertThat(there.get(1, option)).as(option).isEqualTo(there.get(0, option));
      }

      join(ip, client, here, there);
      assertShown(server, 2, inherited);

      THEN.forEach(s -> there.ask("1 " + s.order()));
      assertShown(server, 2, THEN);
      there.ask("1 set SO_KEEPALIVE 0");
      assertThat(ss(server).raw()).doesNotContain("keepalive");
    }
  }

  /** Without {@code IP_TOS}, which sets a priority of its own. */
  @ParameterizedTest
  @EnumSource
  void priorityOfAConnectionThatIsMade(IpVersion ip, MptcpHost client, MptcpHost server) {
    Shown first = new Shown("set SO_PRIORITY 6", "\\bclass_id:0x6\\b");
    Shown then = new Shown("set SO_PRIORITY 3", "\\bclass_id:0x3\\b");
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.ask("1 socket mptcp " + (ip == IpVersion.IPV4 ? "4" : "6"));
      here.ask("1 " + first.order());
      here.ask("1 connect " + ip.server(1) + " " + SocketPuppet.PORT);
      there.ask("1 accept 0");
      join(ip, client, here, there);
      assertShown(client, 2, List.of(first));

      here.ask("1 " + then.order());
      assertShown(client, 2, List.of(then));
    }
  }

  private static void join(IpVersion ip, MptcpHost client, SocketPuppet here, SocketPuppet there) {
    here.ask("1 send write 4");
    there.ask("1 recv read 4");
    client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow());
    eventually(
        "the second subflow",
        () -> {
          assertThat(here.info(1)).hasSubflows(2);
          assertThat(there.info(1)).hasSubflows(2);
        });
  }

  /** Eventually, as what was sent last may keep the timer of keep-alive for a moment. */
  private static void assertShown(MptcpHost host, int subflows, List<Shown> all) {
    eventually(
        "options on " + subflows + " subflows",
        () -> {
          List<TcpSocket> found = ss(host).subflows();
          assertThat(found).hasSize(subflows);
          for (TcpSocket subflow : found) {
            for (Shown shown : all) {
              assertThat(subflow.raw())
                  .as("after \"%s\"", shown.order())
                  .containsPattern(shown.pattern());
            }
          }
        });
  }

  private static SubflowTable ss(MptcpHost host) {
    return SubflowTable.parse(
        host.guest().succeed("ss", "-HOntieom", "--tos", "--inet-sockopt").stdout());
  }
}
