// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.kernelpm;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.mptcp.Limits.addAddrAccepted;
import static dev.subflow.mptcp.Limits.subflows;
import static dev.subflow.scenarios.support.Eventually.eventually;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.scenarios.support.Flow;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Subflows of IPv4 and IPv6 side by side, as far as the program's socket can speak both. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684({"3.2", "3.4.1"})
class AddressFamilies {
  @ParameterizedTest
  @CsvSource({
    "::ffff:10.0.1.2, 10.0.2.1",
    "::ffff:10.0.1.2, ::ffff:10.0.2.1",
    "10.0.1.2, ::ffff:10.0.2.1"
  })
  void mappedAddressesAreIpv4(String to, String from, MptcpHost client, MptcpHost server) {
    client.limits().set(subflows(1));
    client.endpoints().add(endpoint(from).subflow());
    var atServer = server.countersFromNow();

    try (Flow flow = Flow.brief(client, server, to)) {
      eventually(
          "a join from an IPv4 address",
          () ->
              assertThat(client.subflows())
                  .established()
                  .hasPaths("10.0.1.1 10.0.1.2", "10.0.2.1 10.0.1.2"));
      eventually(
          "the join at the server", () -> assertThat(atServer.change()).has("MPJoinAckRx", 1));
      flow.awaitArrival();

      assertThat(client.sockets()).mptcp(flow.connection()).hasSubflows(1).isNotFallback();
      flow.finish();
    }
  }

  @Test
  void ipv4SocketIgnoresAnnouncedIpv6Addresses(MptcpHost client, MptcpHost server) {
    client.limits().set(subflows(2), addAddrAccepted(2));
    server.endpoints().add(endpoint("fd00:2::2").signal());
    var atClient = client.countersFromNow();
    var atServer = server.countersFromNow();

    try (Flow flow = Flow.brief(client, server, "10.0.1.2")) {
      eventually(
          "the echo",
          () -> assertThat(atServer.change()).hasAtLeast("AddAddrTx", 1).hasAtLeast("EchoAdd", 1));
      flow.awaitArrival();

      assertThat(atClient.change()).hasAtLeast("AddAddr", 1).hasZero("MPJoinSynTx");
      assertThat(client.sockets()).mptcp(flow.connection()).hasSubflows(0).hasAddAddrAccepted(0);
      flow.finish();
    }
  }

  @Test
  void ipv6SocketJoinsToAnnouncedIpv4Addresses(MptcpHost client, MptcpHost server) {
    client.limits().set(subflows(2), addAddrAccepted(2));
    server.endpoints().add(endpoint("10.0.2.2").signal());
    var atServer = server.countersFromNow();

    try (Flow flow = Flow.brief(client, server, "fd00:1::2")) {
      eventually(
          "one subflow of each family",
          () ->
              assertThat(client.subflows())
                  .established()
                  .hasPaths("fd00:1::1 fd00:1::2", "10.0.2.1 10.0.2.2"));
      eventually(
          "the join at the server", () -> assertThat(atServer.change()).has("MPJoinAckRx", 1));
      flow.awaitArrival();

      assertThat(client.sockets()).mptcp(flow.connection()).hasSubflows(1).hasAddAddrAccepted(1);
      flow.finish();
    }
  }
}
