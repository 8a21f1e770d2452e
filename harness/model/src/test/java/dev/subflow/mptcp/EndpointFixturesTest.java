// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EndpointFixturesTest {
  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void endpointsInBothForms(Fixture fixture) {
    has(
        fixture,
        "client",
        endpoint("10.0.2.1").dev("eth2").id(1).subflow(),
        endpoint("10.0.2.3").dev("eth2").id(7).subflow().backup());
    has(fixture, "server", endpoint("10.0.2.2").port(10100).id(5).signal());
    has(fixture, "client-empty");
    has(fixture, "client-implicit", endpoint("10.0.2.1").id(1).with(EndpointFlag.IMPLICIT));
  }

  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void everyKindOfEndpoint(Fixture fixture) {
    EndpointTable table =
        EndpointTable.parse(fixture.text("ip-mptcp-endpoint-show.client-every-kind"));
    EndpointTable json =
        EndpointTable.parse(fixture.text("ip-j-mptcp-endpoint-show.client-every-kind"));

    assertThat(table.unrecognised()).isEmpty();
    assertThat(json.endpoints()).isEqualTo(table.endpoints());
    assertThat(table.endpoints())
        .anyMatch(e -> e.matches(endpoint("fd00:2::1").dev("eth2").id(2).subflow()))
        .anyMatch(e -> e.matches(endpoint("10.0.9.1").signal()))
        .anyMatch(e -> e.matches(endpoint("10.0.9.2").id(100).signal().backup()))
        .anyMatch(e -> e.matches(endpoint("10.0.9.3").subflow().fullmesh()))
        .anyMatch(
            e -> e.matches(endpoint("10.0.9.4").id(255).dev("eth1").subflow().backup().fullmesh()))
        .anyMatch(e -> e.matches(endpoint("10.0.9.5").signal().subflow()))
        .allMatch(e -> e.other().isEmpty());
    boolean laminar = fixture.kernelIs("7.3") && fixture.iprouteIs("7.3");
    assertThat(
            table.on("10.0.9.7").stream().anyMatch(e -> e.matches(endpoint("10.0.9.7").laminar())))
        .isEqualTo(laminar);
    assertThat(table.byId(255)).get().extracting(Endpoint::address).isEqualTo("10.0.9.4");
  }

  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void limits(Fixture fixture) {
    // With -j too, every iproute2 so far prints the limits as plain text.
    for (String command : Arrays.asList("ip-mptcp-limits.client", "ip-j-mptcp-limits.client")) {
      Limits limits = Limits.parse(fixture.text(command));
      assertThat(limits.subflows()).hasValue(4);
      assertThat(limits.addAddrAccepted()).hasValue(4);
      assertThat(limits.other()).isEmpty();
    }
    Limits initial = Limits.parse(fixture.text("ip-mptcp-limits.client-empty"));
    assertThat(initial.subflows()).hasValue(2);
    assertThat(initial.addAddrAccepted()).hasValue(0);
  }

  private static void has(Fixture fixture, String moment, EndpointSpec... wanted) {
    for (String command : Arrays.asList("ip-mptcp-endpoint-show.", "ip-j-mptcp-endpoint-show.")) {
      EndpointTable table = EndpointTable.parse(fixture.text(command + moment));
      assertThat(table.unrecognised()).isEmpty();
      assertThat(table.endpoints()).hasSameSizeAs(wanted);
      for (EndpointSpec spec : wanted) {
        assertThat(table.endpoints()).as(command + moment).anyMatch(e -> e.matches(spec));
      }
    }
  }
}
