// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SocketObjectsTest {
  private static final String PRINTED = "MPTCP 1\nMPTCPv6 2\nTCP 3\nTCPv6 4\nnet_namespace 0\n";

  @Test
  void thoseOfBothVersionsOfIpAreAddedUp() {
    assertThat(SocketObjects.parse(PRINTED)).isEqualTo(new SocketObjects(3, 7, 0));
  }

  @Test
  void otherTextIsNone() {
    assertThat(SocketObjects.parse("")).isEqualTo(new SocketObjects(0, 0, 0));
    assertThat(SocketObjects.parse("TCP\nTCP x\nTCP 9999999999\nUDP 7\n\0 \0\nTCP 1 2"))
        .isEqualTo(new SocketObjects(0, 0, 0));
  }

  @Test
  void whatNoNamespaceCountsIsLeft() {
    SocketObjects objects = SocketObjects.parse(PRINTED);

    assertThat(objects.uncountedBy(new ProtocolSockets(3, 7)).isNone()).isTrue();
    assertThat(objects.uncountedBy(new ProtocolSockets(9, 9)).isNone()).isTrue();
    assertThat(objects.uncountedBy(new ProtocolSockets(2, 7))).isEqualTo(new ProtocolSockets(1, 0));
    assertThat(objects.uncountedBy(new ProtocolSockets(3, 5))).isEqualTo(new ProtocolSockets(0, 2));
  }

  @Test
  void otherNamespacesMayHaveThem() {
    assertThat(new SocketObjects(5, 5, 1).uncountedBy(new ProtocolSockets(0, 0)).isNone()).isTrue();
  }
}
