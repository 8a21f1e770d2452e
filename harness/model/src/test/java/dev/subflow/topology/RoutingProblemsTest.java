// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.packet.mptcp.IpText;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class RoutingProblemsTest {
  private static final List<Nic> NICS =
      Topology.builder("t")
          .segment("s")
          .segment("s2")
          .host(
              "a",
              h ->
                  h.nic("eth1", "s", "10.0.1.1/24", "fd00:1::1/64")
                      .nic("eth2", "s2", "10.0.2.1/24"))
          .build()
          .host("a")
          .nics();

  private static Route route(String to, String via, String dev, String source, OptionalInt table) {
    return new Route(
        InterfaceAddress.parse(to),
        address(via),
        Optional.of(dev).filter(d -> !d.isEmpty()),
        address(source),
        table);
  }

  private static Route route(String to, String via, String dev, String source) {
    return route(to, via, dev, source, OptionalInt.empty());
  }

  private static Optional<InetAddress> address(String text) {
    return text.isEmpty() ? Optional.empty() : Optional.of(IpText.parse(text));
  }

  private static List<String> problems(List<Route> routes, List<RoutingRule> rules) {
    return RoutingProblems.of(
        new HostSpec(
            "a",
            NICS,
            OptionalInt.empty(),
            256,
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Map.of(),
            routes,
            rules));
  }

  private static List<String> problems(Route route) {
    return problems(List.of(route), List.of());
  }

  @Test
  void acceptsWhatAKernelTakes() {
    List<Route> routes =
        List.of(
            route("0.0.0.0/0", "10.0.1.254", "", ""),
            route("::/0", "fe80::1", "eth1", "fd00:1::1"),
            route("10.9.0.0/16", "", "lo", "10.0.2.1"),
            route("10.0.1.0/24", "", "eth1", "10.0.1.1", OptionalInt.of(101)));

    assertThat(problems(routes, List.of(rule(101, 0)))).isEmpty();
  }

  private static RoutingRule rule(int table, int preference) {
    return new RoutingRule(InterfaceAddress.parse("10.0.1.1/32"), table, preference);
  }

  @Test
  void aGatewayIsBehindTheNicThatIsNamed() {
    assertThat(problems(route("10.9.0.0/16", "10.0.2.9", "eth2", ""))).isEmpty();
    assertThat(problems(route("10.9.0.0/16", "10.0.2.9", "eth1", "")))
        .containsExactly(
            "route to 10.9.0.0/16 of host \"a\" goes via 10.0.2.9, which is in no network of its"
                + " NIC \"eth1\"");
    assertThat(problems(route("10.9.0.0/16", "10.0.1.1", "", "")))
        .singleElement()
        .asString()
        .endsWith("goes via 10.0.1.1, the host's own address");
    assertThat(problems(route("fd00:9::/64", "10.0.1.9", "", "")))
        .singleElement()
        .asString()
        .endsWith("10.0.1.9, which is of the other IP version");
  }

  @Test
  void aRouteGoesSomewhereAndComesFromHere() {
    assertThat(problems(route("10.9.0.0/16", "", "", "")))
        .containsExactly("route to 10.9.0.0/16 of host \"a\" names neither a gateway nor a NIC");
    assertThat(problems(route("10.9.0.0/16", "", "eth3", "10.0.1.9", OptionalInt.of(0))))
        .containsExactly(
            "route to 10.9.0.0/16 of host \"a\" uses NIC \"eth3\", which the host does not have",
            "route to 10.9.0.0/16 of host \"a\" has the source 10.0.1.9, which is no address of the"
                + " host",
            "route to 10.9.0.0/16 of host \"a\" is in table 0; tables are numbered from 1");
    assertThat(problems(route("10.9.0.0/16", "", "eth1", "fd00:1::1")))
        .singleElement()
        .asString()
        .endsWith("of the other IP version");
  }

  @Test
  void aRuleHasATableAndAPreference() {
    assertThat(problems(List.of(), List.of(rule(0, -1))))
        .containsExactly(
            "rule from 10.0.1.1/32 of host \"a\" looks in table 0; tables are numbered from 1",
            "rule from 10.0.1.1/32 of host \"a\" has preference -1; 0 is the lowest");
  }
}
