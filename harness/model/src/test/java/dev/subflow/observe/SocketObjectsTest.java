// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SocketObjectsTest {
  private static final String PRINTED = "MPTCP 1\nMPTCPv6 2\nnet_namespace 0\n";

  @Test
  void thoseOfBothVersionsOfIpAreAddedUp() {
    assertThat(SocketObjects.parse(PRINTED)).isEqualTo(new SocketObjects(3, 0));
  }

  @Test
  void otherTextIsNone() {
    assertThat(SocketObjects.parse("")).isEqualTo(new SocketObjects(0, 0));
    assertThat(SocketObjects.parse("MPTCP\nMPTCP x\nMPTCP 9999999999\nUDP 7\n\0 \0\nMPTCP 1 2"))
        .isEqualTo(new SocketObjects(0, 0));
  }

  @Test
  void whatNoNamespaceCountsIsLeft() {
    SocketObjects objects = SocketObjects.parse(PRINTED);

    assertThat(objects.uncountedBy(new ProtocolSockets(3, 0))).isZero();
    assertThat(objects.uncountedBy(new ProtocolSockets(9, 9))).isZero();
    assertThat(objects.uncountedBy(new ProtocolSockets(1, 0))).isEqualTo(2);
  }

  @Test
  void aSubflowThatClosesKeepsOne() {
    assertThat(new SocketObjects(3, 0).uncountedBy(new ProtocolSockets(1, 1))).isEqualTo(1);
    assertThat(new SocketObjects(3, 0).uncountedBy(new ProtocolSockets(1, 2))).isZero();
  }

  @Test
  void otherNamespacesMayHaveThem() {
    assertThat(new SocketObjects(5, 1).uncountedBy(new ProtocolSockets(0, 0))).isZero();
  }
}
