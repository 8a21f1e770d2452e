// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.topology.HostSpec;
import dev.subflow.topology.InterfaceAddress;
import dev.subflow.topology.MacAddress;
import dev.subflow.topology.Nic;
import dev.subflow.topology.Route;
import dev.subflow.topology.RoutingRule;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class GuestConfigurationTest {
  @Test
  void aHostBecomesLinesInTheOrderThatWorks() {
    InterfaceAddress address = InterfaceAddress.parse("192.168.53.209/24");
    HostSpec host =
        new HostSpec(
            "server",
            List.of(
                new Nic(
                    "ens2",
                    new MacAddress("52:54:00:00:00:01"),
                    List.of(address, InterfaceAddress.parse("fd00:53::209/64")),
                    "lan"),
                new Nic("ens3", new MacAddress("52:54:00:00:00:02"), List.of(), "lan")),
            OptionalInt.empty(),
            256,
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Map.of("net.ipv4.conf.all.arp_ignore", "1"),
            List.of(
                new Route(
                    InterfaceAddress.parse("192.168.53.0/24"),
                    Optional.of(InterfaceAddress.parse("192.168.53.1/24").address()),
                    Optional.of("ens2"),
                    Optional.of(address.address()),
                    OptionalInt.of(102))),
            List.of(new RoutingRule(InterfaceAddress.parse("192.168.53.209/32"), 102, 102)));

    assertThat(
            GuestConfiguration.of(host, new byte[] {0, (byte) 0xff})
                .lines(Instant.ofEpochSecond(1766412345, 42)))
        .containsExactly(
            "hostname server",
            "entropy 00ff",
            "time 1766412345.000000042",
            "nic 0 name=ens2 mac=52:54:00:00:00:01 up",
            "nic 1 name=ens3 mac=52:54:00:00:00:02 up",
            "sysctl net.ipv4.conf.all.arp_ignore=1",
            "addr ens2 192.168.53.209/24",
            "addr ens2 fd00:53:0:0:0:0:0:209/64",
            "route 192.168.53.0/24 via 192.168.53.1 dev ens2 src 192.168.53.209 table 102",
            "rule from 192.168.53.209/32 table 102 pref 102");
  }

  @Test
  void aValueCannotSmuggleInALine() {
    assertThatThrownBy(() -> GuestConfiguration.builder().sysctl("a", "1\nhostname x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than one line");
  }
}
