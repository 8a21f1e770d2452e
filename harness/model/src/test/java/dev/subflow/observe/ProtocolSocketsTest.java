// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Sockets that are counted against those that are shown. */
final class ProtocolSocketsTest {
  private static final String PROTOCOLS =
      """
      protocol  size sockets  memory press maxhdr  slab module     cl co di ac io in de sh ss gs se
      MPTCPv6   2048      3       0   no       0   yes  kernel      y  n  y  y  y  n  n  n  y  y  n
      TCPv6     2560      2       5   no     320   yes  kernel      y  y  y  y  y  y  y  y  y  y  y
      UNIX      1024      9      -1   NI       0   yes  kernel      n  n  n  n  n  n  n  n  n  n  n
      MPTCP     1856      1       0   no       0   yes  kernel      y  n  y  y  y  n  n  n  y  y  n
      TCP       2368      4       5   no     320   yes  kernel      y  y  y  y  y  y  y  y  y  y  y
      """;

  @Test
  void bothFamiliesCount() {
    assertThat(ProtocolSockets.parse(PROTOCOLS)).isEqualTo(new ProtocolSockets(4, 6));
  }

  @Test
  void linesOfSsAreOneSocketEach() {
    String ss =
        """
        tcp   LISTEN 0 4096 *:9734 *:*
        tcp   ESTAB 0 0 10.0.1.1:9734 10.0.1.2:4711
        mptcp LISTEN 0 4096 *:9734 *:*
        udp   UNCONN 0 0 *:1 *:*
        """;

    assertThat(ProtocolSockets.shown(ss)).isEqualTo(new ProtocolSockets(1, 2));
  }

  @Test
  void moreThanThereAreLeavesNone() {
    ProtocolSockets some = new ProtocolSockets(4, 6);

    assertThat(some.beyond(new ProtocolSockets(1, 9))).isEqualTo(new ProtocolSockets(3, 0));
    assertThat(some.beyond(some).isNone()).isTrue();
  }

  @Test
  void subflowsAreMissedOnlyWhereNoConnectionIsShown() {
    ProtocolSockets counted = new ProtocolSockets(2, 3);

    assertThat(counted.unexplainedBy(new ProtocolSockets(0, 1)))
        .isEqualTo(new ProtocolSockets(2, 2));
    assertThat(counted.unexplainedBy(new ProtocolSockets(1, 1)))
        .isEqualTo(new ProtocolSockets(1, 0));
    assertThat(counted.unexplainedBy(new ProtocolSockets(2, 0)).isNone()).isTrue();
  }

  @Test
  void textThatIsSomethingElseHasNone() {
    assertThat(ProtocolSockets.parse("MPTCP\nTCP 1\nTCP a b c\n").isNone()).isTrue();
  }
}
