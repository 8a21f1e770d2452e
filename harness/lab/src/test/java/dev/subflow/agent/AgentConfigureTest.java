// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.guest.Command;
import dev.subflow.topology.InterfaceAddress;
import dev.subflow.topology.MacAddress;
import dev.subflow.topology.Route;
import dev.subflow.topology.RoutingRule;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Set-up through the real agent, in a network namespace of its own on this machine. */
@Timeout(60)
final class AgentConfigureTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private HostAgent agent;

  @BeforeEach
  void start() throws Exception {
    Assumptions.assumeTrue(
        succeeds("unshare", "--user", "--net", "--uts", "true"),
        "this machine does not allow user namespaces");
    Assumptions.assumeTrue(succeeds("ip", "-V"), "iproute2 is missing");
    agent = HostAgent.start(CommandListener.NONE, "--unshare");
  }

  @AfterEach
  void stop() {
    if (agent != null) {
      agent.close();
    }
  }

  private static boolean succeeds(String... argv) throws InterruptedException {
    try {
      return new ProcessBuilder(argv).start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private void configure(GuestConfiguration.Builder builder) {
    agent.client().configure(builder.build(), LIMIT);
  }

  private String run(String... argv) {
    return agent.client().run(Command.of(argv)).stdout();
  }

  @Test
  void nameAddressesRoutesRulesAndSysctlsAreSet() throws Exception {
    configure(
        GuestConfiguration.builder()
            .hostname("server")
            .sysctl("net.ipv4.ip_forward", "1")
            .address("lo", InterfaceAddress.parse("192.0.2.1/24"))
            .address("lo", InterfaceAddress.parse("2001:db8::1/64")));
    // The loopback of a new namespace is down: up first, as the agent does when it boots.
    run("ip", "link", "set", "lo", "up");
    configure(
        GuestConfiguration.builder()
            .route(
                new Route(
                    InterfaceAddress.parse("198.51.100.0/24"),
                    Optional.empty(),
                    Optional.of("lo"),
                    Optional.of(InterfaceAddress.parse("192.0.2.1/24").address()),
                    OptionalInt.of(102)))
            .rule(new RoutingRule(InterfaceAddress.parse("192.0.2.1/32"), 102, 102))
            .rule(new RoutingRule(InterfaceAddress.parse("2001:db8::1/128"), 102, 103)));

    assertThat(run("uname", "-n")).isEqualTo("server\n");
    assertThat(run("cat", "/proc/sys/net/ipv4/ip_forward")).isEqualTo("1\n");
    assertThat(run("ip", "-o", "addr")).contains("inet 192.0.2.1/24").contains("2001:db8::1/64");
    assertThat(run("ip", "route", "show", "table", "102"))
        .contains("198.51.100.0/24 dev lo")
        .contains("src 192.0.2.1");
    assertThat(run("ip", "rule")).contains("102:\tfrom 192.0.2.1 lookup 102");
    assertThat(run("ip", "-6", "rule")).contains("103:\tfrom 2001:db8::1 lookup 102");
  }

  @Test
  void doingItTwiceIsAsGoodAsOnce() {
    GuestConfiguration.Builder twice =
        GuestConfiguration.builder()
            .address("lo", InterfaceAddress.parse("192.0.2.1/24"))
            .rule(new RoutingRule(InterfaceAddress.parse("192.0.2.1/32"), 102, 102));

    configure(twice);
    configure(twice);

    assertThat(run("ip", "rule")).containsOnlyOnce("lookup 102");
  }

  @Test
  void everyLineThatFailsIsNamedWithItsReason() {
    assertThatThrownBy(
            () ->
                configure(
                    GuestConfiguration.builder()
                        .hostname("client")
                        .nic(3, "ens2", new MacAddress("52:54:00:00:00:01"))
                        .address("ens9", InterfaceAddress.parse("192.0.2.1/24"))
                        .sysctl("net.no.such", "1")))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("guest \"host\": 3 of 4 settings failed:")
        .hasMessageContaining("nic 3 name=ens2 mac=52:54:00:00:00:01 up")
        .hasMessageContaining("there are 0 virtio NICs, counted from 0: No such device")
        .hasMessageContaining("interface \"ens9\": No such device")
        .hasMessageContaining("opening /proc/sys/net/no/such: No such file or directory");
    assertThat(run("uname", "-n")).as("the others were done").isEqualTo("client\n");
  }

  @Test
  void theKernelsOwnWordsArePassedOn() {
    assertThatThrownBy(
            () ->
                configure(
                    GuestConfiguration.builder()
                        .route(
                            new Route(
                                InterfaceAddress.parse("10.0.0.0/8"),
                                Optional.of(InterfaceAddress.parse("192.0.2.9/24").address()),
                                Optional.empty(),
                                Optional.empty(),
                                OptionalInt.empty()))))
        .hasMessageContaining("adding the route (Nexthop has invalid gateway)");
  }

  @Test
  void aSysctlThatTheKernelLacksIsTheTopologysFault() {
    assertThatThrownBy(
            () -> configure(GuestConfiguration.builder().sysctl("net.mptcp.nonsense", "1")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("net.mptcp.nonsense=1");
  }

  @Test
  void whatBelongsToTheMachineIsRefusedOutsideOfOne() {
    assertThatThrownBy(
            () ->
                configure(GuestConfiguration.builder().currentTime().entropy(new byte[] {1, 2, 3})))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("does not own the machine");
  }
}
