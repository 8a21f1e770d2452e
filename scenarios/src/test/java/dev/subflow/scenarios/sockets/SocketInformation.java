// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.sockets;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static dev.subflow.scenarios.support.Eventually.eventually;
import static java.util.stream.Collectors.toSet;

import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.mptcp.SocketInfo;
import dev.subflow.mptcp.SubflowDetails;
import dev.subflow.scenarios.support.IpVersion;
import dev.subflow.scenarios.support.SocketPuppet;
import dev.subflow.stack.MptcpHost;
import dev.subflow.topology.TwoPaths;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Answers of {@code getsockopt} to a program are what {@code ss} shows. */
@SubflowTest
@UsesTopology(TwoPaths.class)
@Rfc8684("3")
class SocketInformation {
  private static final int UP = 30_000;
  private static final int DOWN = 20_000;

  @Tag("quick")
  @ParameterizedTest
  @EnumSource
  void optionsAgreeWithSs(IpVersion ip, MptcpHost client, MptcpHost server) {
    client.endpoints().add(endpoint(ip.client(2)).dev("eth2").subflow());
    try (SocketPuppet there = SocketPuppet.listening(server, 5);
        SocketPuppet here = SocketPuppet.on(client)) {
      here.meet(there, ip.server(1));
      eventually(
          "two subflows at both ends",
          () -> {
            assertThat(here.info(1)).hasSubflows(2);
            assertThat(there.info(1)).hasSubflows(2);
          });
      here.ask("1 send write " + UP);
      there.ask("1 recv read " + UP);
      there.ask("1 send write " + DOWN);
      here.ask("1 recv read " + DOWN);

      SocketInfo info = agreed(here, client);
      assertThat(agreed(there, server).mptcp().get("bytes_received"))
          .isEqualTo(UP + SocketPuppet.GREETING);
      assertThat(info.mptcp().get("bytes_sent")).isEqualTo(UP + SocketPuppet.GREETING);
      assertThat(info.mptcp().get("bytes_received")).isEqualTo(DOWN);
      assertThat(info.mptcp().get("bytes_acked")).isEqualTo(UP + SocketPuppet.GREETING);
      assertThat(info.mptcp().remoteKey()).isTrue();
      // The list of addresses and that of the full information are one.
      assertThat(Set.copyOf(info.ends()))
          .isEqualTo(info.fullSubflows().stream().map(SubflowDetails::ends).collect(toSet()));
      assertThat(new HashSet<>(info.fullSubflows().stream().map(SubflowDetails::id).toList()))
          .as("numbers of subflows")
          .hasSize(2);
      assertThat(info.tcp().stream().mapToLong(t -> t.get("bytes_received")).sum())
          .as("bytes received by the subflows")
          .isGreaterThanOrEqualTo(DOWN);
    }
  }

  /** Asks again until both agree: data of a subflow may be acknowledged between two questions. */
  private static SocketInfo agreed(SocketPuppet puppet, MptcpHost host) {
    SocketInfo[] last = new SocketInfo[1];
    eventually(
        "getsockopt and ss agree on " + host,
        () -> {
          last[0] = puppet.info(1);
          assertThat(last[0]).hasSubflows(2).agreesWith(host.sockets(), host.subflows());
        });
    return last[0];
  }

  @ParameterizedTest
  @EnumSource
  void thereIsNoneAfterFallback(IpVersion ip, MptcpHost client, MptcpHost server) {
    try (SocketPuppet there = SocketPuppet.on(server);
        SocketPuppet here = SocketPuppet.on(client)) {
      there.ask("0 socket tcp 6");
      there.ask("0 bind :: " + SocketPuppet.PORT);
      there.ask("0 listen 5");
      here.connect(1, ip.server(1));

      // To IPv4 and to IPv6 in their own words.
      assertThat(here.refused("1 info")).isIn("EOPNOTSUPP", "ENOPROTOOPT");
    }
  }
}
