// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.programs;

import static dev.subflow.assertions.SubflowAssertions.assertThat;

import dev.subflow.guest.Guest;
import dev.subflow.junit.Installs;
import dev.subflow.junit.Rfc8684;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.topology.OneHost;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * BPF maps that redirect between sockets: not for MPTCP, but for what an MPTCP listener accepted.
 */
@SubflowTest
@UsesTopology(OneHost.class)
@Installs("bpf")
class SocketsInBpfMaps {
  private static final String VERDICT = "/sys/fs/bpf/verdict";
  private static final String MAPS = "/sys/fs/bpf/maps";
  private static final String MAP = MAPS + "/sockets";

  @BeforeEach
  void load(Guest host) {
    host.succeed("bpftool", "prog", "load", "/srv/bpf/sockmap.o", VERDICT, "pinmaps", MAPS);
    host.succeed(
        "bpftool", "prog", "attach", "pinned", VERDICT, "sk_skb_stream_verdict", "pinned", MAP);
  }

  @Test
  void refuseMptcpSockets(Guest host) {
    assertThat(host.succeed("/srv/bpf/sockmap", MAP, "mptcp").stdout())
        .isEqualTo("protocol: 262\nprotocol: 262\nrefused: EOPNOTSUPP\n");
  }

  @Test
  @Rfc8684("3.7")
  void redirectBetweenThoseOfTcpClients(Guest host) {
    assertThat(host.succeed("/srv/bpf/sockmap", MAP, "tcp").stdout())
        .isEqualTo("protocol: 6\nprotocol: 6\nsecond client: redirected\n");
  }
}
