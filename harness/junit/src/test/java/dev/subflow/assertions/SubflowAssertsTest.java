// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.assertions.SubflowAssertions.assertThatIllegalArgumentException;
import static dev.subflow.assertions.SubflowAssertions.assertThatThrownBy;

import dev.subflow.mptcp.Connection;
import dev.subflow.mptcp.MptcpSocket;
import dev.subflow.mptcp.SocketTable;
import dev.subflow.mptcp.SubflowTable;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class SubflowAssertsTest {
  private static final SubflowTable TABLE =
      SubflowTable.parse(
          """
          ESTAB 0 0 10.0.1.1:1 10.0.1.2:9734 bytes_acked:50 tcp-ulp-mptcp flags:Mmec token:0000(id:0)/a3(id:0)
          ESTAB 0 0 10.0.2.1%eth2:2 10.0.1.2:9734 bytes_received:40 tcp-ulp-mptcp flags:JjBc token:b(id:0)/a3(id:7)
          ESTAB 0 0 10.0.1.1:3 10.0.1.2:22 cubic
          SYN-SENT 0 0 10.0.1.1:4 10.0.1.2:9734 tcp-ulp-mptcp flags:jb token:b(id:0)/a4(id:7)
          """);
  private static final MptcpSocket CONNECTION =
      SocketTable.parse("ESTAB 0 0 10.0.1.1:1 10.0.1.2:9734 token:a3").sockets().get(0);

  @Test
  void whatHoldsPasses() {
    assertThat(TABLE).hasSize(4).established().hasSize(2);
    assertThat(TABLE)
        .of(CONNECTION)
        .hasSize(2)
        .hasPaths("10.0.1.1 10.0.1.2", "10.0.1.2 10.0.2.1")
        .allCarriedAtLeast(40);
    tcp(1).isSubflow().isInitial().isFullyEstablished().isNotBackup();
    tcp(1).carriedAtLeast(50).carriedAtMost(50);
    tcp(2).carriedAtLeast(40).carriedAtMost(40);
    tcp(2).isJoin().isBackup().isBackupOfPeerOnly().isBoundTo("eth2");
    tcp(4).isBackup().isBackupOfThisSideOnly();
    tcp(3).isPlainTcp();
  }

  @Test
  void pathsListWhatIsMissingAndWhatIsUnexpected() {
    fails(() -> assertThat(TABLE).of(CONNECTION).hasPaths("10.0.1.1 10.0.1.2", "10.0.3.1 10.0.3.2"))
        .hasMessage(
            """
            expected subflows on 2 paths
            missing:
              10.0.3.1 10.0.3.2
            unexpected:
              ESTAB 10.0.2.1%eth2:2 -> 10.0.1.2:9734
            --- output
            """
                + TABLE.raw().strip());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> assertThat(TABLE).hasPaths("10.0.1.1"))
        .withMessage("\"10.0.1.1\" is not two addresses and a space");
  }

  @Test
  void tableAssertionsFail() {
    fails(() -> assertThat(TABLE).hasSize(1))
        .hasMessageContaining("expected 1 subflows but found 4\nfound:\n  ESTAB 10.0.1.1:1");
    fails(() -> assertThat(TABLE).tcp(Connection.toPort(23)))
        .hasMessageContaining("expected one TCP socket of *:* -> *:23 but found none");
    fails(() -> assertThat(TABLE).tcp(Connection.toPort(9734))).hasMessageContaining("found 3");
    fails(() -> assertThat(TABLE).of(CONNECTION).allCarriedAtLeast(41))
        .hasMessageContaining(
            "expected each subflow to carry at least 41 bytes\nunexpected:\n"
                + "  ESTAB 10.0.2.1%eth2:2 -> 10.0.1.2:9734 acknowledged:0 received:40");
    fails(() -> assertThat(SubflowTable.parse("")).allCarriedAtLeast(0))
        .hasMessageContaining("but found none");
    fails(() -> assertThat(SubflowTable.parse("odd")).hasSize(0))
        .hasMessageContaining("unreadable:\n  odd");
    fails(() -> assertThat(SubflowTable.parse("odd")).hasPaths())
        .hasMessageContaining("unreadable:\n  odd");
  }

  @Test
  void socketAssertionsFail() {
    fails(() -> tcp(3).isSubflow())
        .hasMessage(
            "expected ESTAB 10.0.1.1:3 -> 10.0.1.2:22 to be a subflow but it is plain TCP\n"
                + "--- output\nESTAB 0 0 10.0.1.1:3 10.0.1.2:22 cubic");
    fails(() -> tcp(1).isPlainTcp()).hasMessageContaining("but it is a subflow");
    fails(() -> tcp(2).isInitial())
        .hasMessageContaining("to be an initial subflow but its flags are [JOIN_REMOTE,")
        .hasMessageContaining("BACKUP_REMOTE");
    fails(() -> tcp(1).isJoin()).hasMessageContaining("to be a joined subflow");
    fails(() -> tcp(1).isBackup()).hasMessageContaining("to be a backup subflow");
    fails(() -> tcp(2).isBackupOfThisSideOnly()).hasMessageContaining("of this side only");
    fails(() -> tcp(4).isBackupOfPeerOnly()).hasMessageContaining("of the peer only");
    fails(() -> tcp(2).isNotBackup()).hasMessageContaining("to be a subflow that is not backup");
    fails(() -> tcp(2).isFullyEstablished()).hasMessageContaining("a fully established subflow");
    fails(() -> tcp(1).carriedAtLeast(51))
        .hasMessageContaining("expected bytes carried of at least 51 but was 50");
    fails(() -> tcp(2).carriedAtMost(39))
        .hasMessageContaining("-> 10.0.1.2:9734 to carry at most 39 bytes but it carried 40");
    fails(() -> tcp(2).isBoundTo("eth1"))
        .hasMessageContaining("expected NIC it is bound to: eth1 but was eth2");
  }

  private static TcpSocketAssert tcp(int port) {
    return assertThat(TABLE)
        .tcp(
            Connection.of(
                "10.0.1.2", port == 3 ? 22 : 9734, port == 2 ? "10.0.2.1" : "10.0.1.1", port));
  }

  private static AbstractThrowableAssert<?, ?> fails(ThrowingCallable call) {
    return assertThatThrownBy(call).isInstanceOf(AssertionError.class);
  }
}
