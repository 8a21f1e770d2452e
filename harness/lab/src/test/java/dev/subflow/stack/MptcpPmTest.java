// SPDX-License-Identifier: Apache-2.0
package dev.subflow.stack;

import static dev.subflow.mptcp.EndpointSpec.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.mptcp.SocketEnd;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MptcpPmTest {
  private static final long TOKEN = 0xf00d_cafeL;
  private static final SocketEnd LOCAL = SocketEnd.of("fd00:1::1", 5000);
  private static final SocketEnd REMOTE = SocketEnd.of("fd00:1::2", 80);

  private static String line(List<String> argv) {
    return String.join(" ", argv);
  }

  @Test
  void tokensAreHexadecimalAndUnsigned() {
    assertThat(line(MptcpPm.remove(TOKEN, 3))).isEqualTo("mptcp-pm remove f00dcafe 3");
    assertThat(line(MptcpPm.announce(TOKEN, endpoint("10.0.2.1").id(3).port(80))))
        .isEqualTo("mptcp-pm announce f00dcafe 10.0.2.1 id 3 port 80 signal");
  }

  @Test
  void bothEndsOfASubflowAreNamed() {
    assertThat(line(MptcpPm.create(TOKEN, endpoint("fd00:1::1").id(2).dev("eth2"), REMOTE)))
        .isEqualTo("mptcp-pm create f00dcafe fd00:1::1 dev eth2 id 2 to fd00:1::2 port 80");
    assertThat(line(MptcpPm.destroy(TOKEN, LOCAL, REMOTE)))
        .isEqualTo("mptcp-pm destroy f00dcafe fd00:1::1 port 5000 to fd00:1::2 port 80");
    assertThat(line(MptcpPm.backup(TOKEN, LOCAL, REMOTE, true)))
        .isEqualTo("mptcp-pm flags f00dcafe fd00:1::1 port 5000 backup to fd00:1::2 port 80");
    assertThat(line(MptcpPm.backup(TOKEN, LOCAL, REMOTE, false)))
        .isEqualTo("mptcp-pm flags f00dcafe fd00:1::1 port 5000 to fd00:1::2 port 80");
  }

  @Test
  void flagsStandInTheOrderOfIpMptcp() {
    assertThat(line(MptcpPm.endpoint(endpoint("10.0.2.1").laminar().backup().signal())))
        .isEqualTo("mptcp-pm endpoint 10.0.2.1 signal backup laminar");
  }
}
