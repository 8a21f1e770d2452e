// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every rule fires, alone, and says what is wrong. */
final class TopologyProblemsTest {
  private static List<String> problemsOf(TopologyBuilder builder) {
    TopologyException e = catchThrowableOfType(TopologyException.class, builder::build);
    assertThat(e).as("the topology was accepted").isNotNull();
    return e.problems();
  }

  private static TopologyBuilder pair(Consumer<HostBuilder> a, Consumer<HostBuilder> b) {
    return Topology.builder("t").link("l").host("a", a).host("b", b);
  }

  /** Host {@code a} as given, host {@code b} as it should be. */
  private static List<String> problemsOf(Consumer<HostBuilder> a) {
    return problemsOf(pair(a, h -> h.nic("eth1", "l", "10.0.1.2/24", "fd00:1::2/64")));
  }

  private static HostBuilder good(HostBuilder host) {
    return host.nic("eth1", "l", "10.0.1.1/24", "fd00:1::1/64");
  }

  private static void assertOnly(List<String> problems, String... parts) {
    assertThat(problems).singleElement().asString().contains(parts);
  }

  @Test
  void acceptsWhatTheOtherTestsSpoil() {
    pair(h -> good(h), h -> h.nic("eth1", "l", "10.0.1.2/24", "fd00:1::2/64")).build();
  }

  @Test
  void aTopologyHasANameAndHosts() {
    assertThat(problemsOf(Topology.builder(" ")))
        .containsExactlyInAnyOrder("it has no name", "it has no hosts");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Big", "1st", "with space", "a/b", "-x", "aaaaaaaaaabbbbbbbbbbccccccccccddd"})
  void namesOfHostsAndWiresAreHostNames(String name) {
    assertOnly(
        problemsOf(Topology.builder("t").segment("s").host(name, h -> h.nic("eth1", "s"))),
        "host name \"" + name + "\"");
    assertOnly(
        problemsOf(Topology.builder("t").segment(name).host("a", h -> h.nic("eth1", name))),
        "wire name \"" + name + "\"");
  }

  @Test
  void namesOfHostsAndWiresAreUnique() {
    assertOnly(
        problemsOf(
            Topology.builder("t").segment("s").segment("s").host("a", h -> h.nic("eth1", "s"))),
        "two wires are named \"s\"");
    assertOnly(
        problemsOf(
            Topology.builder("t")
                .segment("s")
                .host("a", h -> h.nic("eth1", "s"))
                .host("a", h -> h.nic("eth1", "s"))
                .host("a", h -> h.nic("eth1", "s"))),
        "two hosts are named \"a\"");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 65})
  void vcpusAreInRange(int count) {
    assertOnly(problemsOf(h -> good(h).vcpus(count)), "\"a\"", count + " vCPUs");
  }

  @Test
  void aGuestNeedsMemory() {
    assertOnly(problemsOf(h -> good(h).memoryMib(127)), "\"a\"", "127 MiB", "128");
  }

  @Test
  void nicsFitIntoTheMachine() {
    TopologyBuilder builder = Topology.builder("t").segment("s");
    builder.host(
        "a",
        h -> {
          for (int i = 0; i < 25; i++) {
            h.nic("eth" + i, "s");
          }
        });
    assertOnly(problemsOf(builder), "\"a\" has 25 NICs; 24 fit");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "all", "default", "lo", "eth 1", "eth/1", "0eth", "sixteen-letters-"})
  void nicNamesAreInterfaceNames(String name) {
    assertOnly(problemsOf(h -> h.nic(name, "l")), "NIC name \"" + name + "\" of host \"a\"");
  }

  @Test
  void nicNamesAreUniqueOnTheirHost() {
    TopologyBuilder builder =
        Topology.builder("t").segment("s").host("a", h -> h.nic("eth1", "s").nic("eth1", "s"));
    assertOnly(problemsOf(builder), "\"a\" has two NICs named \"eth1\"");
  }

  @Test
  void macsAreUnicastUniqueAndWellFormed() {
    assertOnly(
        problemsOf(h -> h.nicWithMac("eth1", "l", "01:00:5e:00:00:01")),
        "a/eth1 has the multicast MAC 01:00:5e:00:00:01");
    assertOnly(
        problemsOf(h -> h.nicWithMac("eth1", "l", "00:00:00:00:00:00")),
        "a/eth1 has the MAC 00:00:00:00:00:00");
    assertOnly(problemsOf(h -> h.nicWithMac("eth1", "l", "52:54:00")), "a/eth1", "\"52:54:00\"");
    assertOnly(
        problemsOf(
            pair(
                h -> h.nicWithMac("eth1", "l", "52:54:00:AA:BB:CC"),
                h -> h.nicWithMac("eth1", "l", "52:54:00:aa:bb:cc"))),
        "MAC 52:54:00:aa:bb:cc is on both a/eth1 and b/eth1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.1.1",
        "10.0.1.1/",
        "10.0.1.1/33",
        "10.0.1.1/-1",
        "10.0.1.1/+24",
        "10.0.1/24",
        "host/24",
        "1.2.3.400/24",
        "01.2.3.4/24",
        "fd00::1/129",
        "fd00:::1/64",
        "/24"
      })
  void addressesAreLiteralsWithAPrefixLength(String text) {
    assertOnly(problemsOf(h -> h.nic("eth1", "l", text)), "a/eth1: ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "224.0.0.1/24",
        "0.0.0.0/0",
        "127.0.0.2/8",
        "ff02::1/64",
        "::1/128",
        "10.0.1.0/24",
        "10.0.1.255/24"
      })
  void addressesCanBelongToANic(String text) {
    assertOnly(
        problemsOf(h -> h.nic("eth1", "l", text)),
        "a/eth1 has the address",
        InterfaceAddress.parse(text).host());
  }

  @Test
  void pointToPointPrefixesHaveNoBroadcastAddress() {
    pair(h -> h.nic("eth1", "l", "10.0.1.0/31"), h -> h.nic("eth1", "l", "10.0.1.1/31")).build();
  }

  @Test
  void addressesAreUnique() {
    assertOnly(
        problemsOf(h -> h.nic("eth1", "l", "10.0.1.2/16")),
        "address 10.0.1.2 is on both a/eth1 and b/eth1");
    assertOnly(
        problemsOf(h -> h.nic("eth1", "l", "fd00:1:0::2/48")), "is on both a/eth1 and b/eth1");
  }

  @Test
  void nicsAreOnAWireThatExists() {
    assertThat(problemsOf(h -> h.nic("eth1", "m")))
        .containsExactlyInAnyOrder(
            "a/eth1 is on wire \"m\", which does not exist; there are [l]",
            "link \"l\" joins 1 NICs [b/eth1]; a link has two ends");
    assertThat(problemsOf(h -> h.nic("eth1", ""))).contains("a/eth1 is on no wire; there are [l]");
  }

  @Test
  void linksHaveTwoEndsAndSegmentsAtLeastOne() {
    assertOnly(
        problemsOf(h -> good(h).nic("eth2", "l")),
        "link \"l\" joins 3 NICs [a/eth1, a/eth2, b/eth1]");
    assertOnly(
        problemsOf(Topology.builder("t").segment("s").host("a", h -> {})),
        "segment \"s\" has no NIC on it");
  }

  @ParameterizedTest
  @CsvSource({
    "10.9.0.0/16, 10.0.1.1, own address",
    "10.9.0.0/16, 10.0.2.9, in no network of its NICs",
    "10.9.0.0/16, fd00:1::2, other IP version",
    "10.9.0.0/16, gateway, gateway/32",
    "nowhere, 10.0.1.2, nowhere",
  })
  void gatewaysCanBeReached(String destination, String gateway, String problem) {
    assertOnly(problemsOf(h -> good(h).routeVia(destination, gateway)), problem, "a");
  }

  @Test
  void sourceRoutesUseWhatTheHostHas() {
    assertOnly(
        problemsOf(h -> good(h).sourceRoute("10.0.1.1", "10.0.1.0/24", "eth9", 101)),
        "uses NIC \"eth9\"");
    assertOnly(
        problemsOf(h -> good(h).sourceRoute("10.0.1.9", "10.0.1.0/24", "eth1", 101)),
        "source 10.0.1.9, which is no address of the host");
    assertOnly(
        problemsOf(h -> good(h).sourceRoute("10.0.1.1", "fd00:1::/64", "eth1", 101)),
        "source 10.0.1.1 of the other IP version");
    assertOnly(
        problemsOf(h -> good(h).sourceRouteVia("10.0.1.1", "10.9.0.0/16", "10.0.2.2", 101)),
        "via 10.0.2.2");
    assertOnly(problemsOf(h -> good(h).sourceRoute("me", "10.0.1.0/24", "eth1", 101)), "\"me/32\"");
    assertThat(problemsOf(h -> good(h).sourceRoute("10.0.1.1", "10.0.1.0/24", "eth1", -7)))
        .satisfiesExactlyInAnyOrder(
            p -> assertThat(p).contains("route to 10.0.1.0/24", "table -7"),
            p -> assertThat(p).contains("rule from 10.0.1.1/32", "table -7"),
            p -> assertThat(p).contains("rule from 10.0.1.1/32", "preference -7"));
  }

  @Test
  void routesGoSomewhere() {
    Route nowhere =
        new Route(
            InterfaceAddress.parse("10.9.0.0/16"),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            OptionalInt.empty());
    HostSpec host =
        new HostSpec(
            "a",
            List.of(),
            OptionalInt.empty(),
            256,
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Map.of(),
            List.of(nowhere),
            List.of());
    assertOnly(TopologyProblems.of("t", List.of(host), List.of()), "neither a gateway nor a NIC");
  }

  @Test
  void oneMessageTellsOfAllProblems() {
    TopologyException e =
        catchThrowableOfType(
            TopologyException.class,
            () ->
                Topology.builder("bad")
                    .link("l")
                    .segment("unused")
                    .host("a", h -> h.nic("eth1", "l", "10.0.1.1").routeVia("x", "y").vcpus(0))
                    .host("a", h -> h.nicWithMac("eth1", "m", "zz", "10.0.1.1/24"))
                    .build());
    assertThat(e.problems()).hasSize(8).doesNotHaveDuplicates();
    assertThat(e).hasMessageStartingWith("topology \"bad\" has 8 problems:");
    assertThat(e).hasMessageEndingWith("\n  - " + String.join("\n  - ", e.problems()));
  }
}
