// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.sockets;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.guest.Command;
import dev.subflow.guest.Guest;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.Limits;
import dev.subflow.scenarios.support.SocketPuppet;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.OneHost;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A network namespace is deleted while it has connections and listeners. That a kernel says nothing
 * of it on its console is what every scenario demands.
 */
@SubflowTest
@UsesTopology(OneHost.class)
class DeletedNamespace {
  private static final String NETNS = "doomed";
  private static final String SERVER = "10.9.1.1";
  private static final String SECOND = "10.9.2.2";

  @Test
  void connectionsOutliveItsNameAndItGoesWithThem(MptcpHost host) {
    MptcpHost doomed = namespace(host);
    doomed.endpoints().add(endpoint(SECOND).dev("in2").subflow());
    try (SocketPuppet there = SocketPuppet.listening(host, 5);
        SocketPuppet here = SocketPuppet.on(host, NETNS)) {
      here.meet(there, SERVER);
      eventually("the second subflow", () -> assertThat(there.info(1)).hasSubflows(2));

      host.guest().succeed("ip", "netns", "delete", NETNS);
      assertThat(host.guest().succeed("ip", "netns", "list").stdout()).doesNotContain(NETNS);
      here.ask("1 send write 20000");
      assertThat(there.ask("1 recv read 20000").path("intact").asBoolean()).isTrue();
      assertThat(there.info(1)).hasSubflows(2);

      // Unread data, and data that nobody reads any more.
      there.ask("1 send write 20000");
      here.kill();
      assertThat(there.refused("1 recv read 1")).isEqualTo("ECONNRESET");
      there.ask("1 close");
    }
    assertGone(host);
  }

  @Test
  void listenerGoesWithIt(MptcpHost host) {
    namespace(host);
    try (SocketPuppet there = SocketPuppet.on(host, NETNS)) {
      there.ask("0 socket mptcp 4");
      there.ask("0 bind " + SECOND + " " + SocketPuppet.PORT);
      there.ask("0 listen 5");
      try (SocketPuppet here = SocketPuppet.on(host)) {
        // Three wait to be accepted, and never are.
        for (int i = 1; i <= 3; i++) {
          here.connect(i, SECOND);
        }
        host.guest().succeed("ip", "netns", "delete", NETNS);
        there.kill();
        for (int i = 1; i <= 3; i++) {
          assertThat(here.refused(i + " recv read 1")).isEqualTo("ECONNRESET");
        }
      }
    }
    assertGone(host);
  }

  /**
   * The listener that the kernel opens for such an endpoint holds the namespace ({@code
   * mptcp_subflow_create_socket}), which would have to go first to close it.
   */
  @Test
  void endpointWithPortKeepsItForEver(MptcpHost host) {
    Guest guest = host.guest();
    for (String name : List.of("kept", "plain")) {
      guest.succeed("ip", "netns", "add", name);
      guest.succeed(
          "ip", "link", "add", "to-" + name, "type", "veth", "peer", "name", "eth0", "netns", name);
      guest.succeed("ip", "-n", name, "link", "set", "lo", "up");
    }
    host.inNetns("kept").endpoints().add(endpoint("127.0.0.1").port(10_100).signal());

    guest.succeed("ip", "netns", "delete", "kept");
    guest.succeed("ip", "netns", "delete", "plain");

    // They go in the order in which they were deleted.
    eventually("the other is gone", () -> assertThat(links(host)).doesNotContain("to-plain"));
    assertThat(links(host)).contains("to-kept");
  }

  @Test
  void endpointWithPortThatIsDeletedFirstDoesNot(MptcpHost host) {
    MptcpHost doomed = namespace(host);
    doomed.endpoints().add(endpoint(SECOND).port(10_100).signal());

    doomed.endpoints().flush();
    host.guest().succeed("ip", "netns", "delete", NETNS);

    assertGone(host);
  }

  /** Two links to a new namespace: 10.9.1.1 and 10.9.2.1 here, 10.9.1.2 and 10.9.2.2 there. */
  private static MptcpHost namespace(MptcpHost host) {
    Guest guest = host.guest();
    guest.succeed("ip", "netns", "add", NETNS);
    guest.succeed(
        Command.of("ip", "-batch", "-")
            .stdin(
                """
                link add out1 type veth peer name in1 netns doomed
                link add out2 type veth peer name in2 netns doomed
                address add 10.9.1.1/24 dev out1
                address add 10.9.2.1/24 dev out2
                link set out1 up
                link set out2 up
                """));
    guest.succeed(
        Command.of("ip", "-batch", "-")
            .inNetns(NETNS)
            .stdin(
                """
                link set lo up
                address add 10.9.1.2/24 dev in1
                address add 10.9.2.2/24 dev in2
                link set in1 up
                link set in2 up
                route add 10.9.1.0/24 via 10.9.2.1 table 102
                rule add from 10.9.2.2 table 102
                """));
    host.limits().set(Limits.subflows(2));
    return host.inNetns(NETNS);
  }

  /** When a namespace goes, the kernel takes its ends of links, and so the links, away. */
  private static void assertGone(MptcpHost host) {
    eventually(
        "the namespace is gone", () -> assertThat(links(host)).doesNotContain("out1", "out2"));
    eventually("no connection is left", () -> assertThat(host.sockets().established()).isEmpty());
  }

  private static String links(MptcpHost host) {
    return host.guest().succeed("ip", "-brief", "link").stdout();
  }
}
