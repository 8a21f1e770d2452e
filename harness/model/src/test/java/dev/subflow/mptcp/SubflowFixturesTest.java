// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import static dev.subflow.mptcp.SubflowFlag.BACKUP_LOCAL;
import static dev.subflow.mptcp.SubflowFlag.BACKUP_REMOTE;
import static dev.subflow.mptcp.SubflowFlag.CAPABLE_LOCAL;
import static dev.subflow.mptcp.SubflowFlag.CAPABLE_REMOTE;
import static dev.subflow.mptcp.SubflowFlag.CONNECTED;
import static dev.subflow.mptcp.SubflowFlag.FULLY_ESTABLISHED;
import static dev.subflow.mptcp.SubflowFlag.JOIN_LOCAL;
import static dev.subflow.mptcp.SubflowFlag.JOIN_REMOTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SubflowFixturesTest {
  private static final SocketEnd SERVER = SocketEnd.of("10.0.1.2", 9736);

  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void subflowsOfOneConnectionAreFoundByItsToken(Fixture fixture) {
    MptcpSocket connection = connection(fixture);

    for (String command :
        List.of("ss-HOnti.client", "ss-HOntie.client", "ss-HOntiemp.client", "ss-tnai.client")) {
      SubflowTable table = fixture.subflows(command);
      assertThat(table.subflows()).as(command).hasSize(18);
      assertThat(table.plain())
          .as(command)
          .extracting(TcpSocket::peer)
          .containsExactly(SocketEnd.of("10.0.1.2", 9734));
      assertThat(table.of(connection))
          .as(command)
          .extracting(s -> path(s))
          .containsExactlyInAnyOrder(
              "10.0.1.1 10.0.1.2:9736",
              "10.0.2.1%eth2 10.0.1.2:9736",
              "10.0.2.3%eth2 10.0.1.2:9736",
              "10.0.2.1 10.0.2.2:10100");
    }
  }

  /** Without CAP_NET_ADMIN, kernels before 7 do not even tell what is a subflow. */
  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void withoutPrivileges(Fixture fixture) {
    SubflowTable table = fixture.subflows("ss-HOnti.client-unprivileged");

    assertThat(table.sockets()).hasSize(19);
    assertThat(table.subflows()).hasSize(fixture.kernelIs("7.3") ? 18 : 0);
    assertThat(table.of(connection(fixture))).hasSize(fixture.kernelIs("7.3") ? 4 : 0);
    assertThat(table.subflows()).allMatch(s -> s.subflow().orElseThrow().mapSequence().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void initialSubflow(Fixture fixture) {
    TcpSocket socket = between(fixture.subflows("ss-HOnti.client"), "10.0.1.1");
    SubflowInfo info = socket.subflow().orElseThrow();

    assertThat(info.flags())
        .containsExactlyInAnyOrder(CAPABLE_REMOTE, CAPABLE_LOCAL, FULLY_ESTABLISHED, CONNECTED);
    assertThat(info.isInitial()).isTrue();
    assertThat(info.isJoin()).isFalse();
    assertThat(info.isBackup()).isFalse();
    assertThat(info.localId()).hasValue(0);
    assertThat(info.localToken()).isEqualTo(connection(fixture).token());
    assertThat(socket.bytesSent()).isEqualTo(10000);
    assertThat(socket.bytesAcknowledged()).isEqualTo(10001);
    assertThat(socket.bytesReceived()).isEqualTo(10000);
    assertThat(socket.fields().find("rto").orElse("")).matches("[0-9.]+");
    assertThat(socket.fields().find("pacing_rate").orElse("")).endsWith("bps");
    assertThat(socket.fields().has("cubic")).isTrue();
  }

  /** The last mapping ends where the connection stands, so a wrong base would show. */
  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void lastMappingOfTheInitialSubflow(Fixture fixture) {
    SubflowInfo info =
        between(fixture.subflows("ss-HOnti.client"), "10.0.1.1").subflow().orElseThrow();

    assertThat(info.mapLength()).hasValue(904);
    assertThat(info.mapSubflowSequence()).hasValue(9097);
    assertThat(info.subflowOffset()).isPresent();
    assertThat(OptionalLong.of(info.mapSequence().getAsLong() + 904))
        .isEqualTo(connection(fixture).receiveNext());
  }

  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void backupJoinAsBothSidesSeeIt(Fixture fixture) {
    SubflowInfo client =
        between(fixture.subflows("ss-HOnti.client"), "10.0.2.3").subflow().orElseThrow();
    SubflowInfo server =
        between(fixture.subflows("ss-HOnti.server"), "10.0.2.3").subflow().orElseThrow();

    assertThat(client.flags())
        .containsExactlyInAnyOrder(
            JOIN_REMOTE, JOIN_LOCAL, BACKUP_LOCAL, FULLY_ESTABLISHED, CONNECTED);
    assertThat(client.localId()).hasValue(7);
    assertThat(client.remoteId()).hasValue(0);
    assertThat(server.flags())
        .containsExactlyInAnyOrder(JOIN_REMOTE, BACKUP_REMOTE, FULLY_ESTABLISHED, CONNECTED);
    assertThat(server.remoteId()).hasValue(7);
    assertThat(server.localId()).hasValue(0);
    assertThat(client.remoteToken()).isEqualTo(server.localToken());
    assertThat(client.isBackup() && server.isBackup()).isTrue();
    assertThat(client.isBackupOfThisSide() && server.isBackupOfPeer()).isTrue();
    assertThat(client.isBackupOfPeer() || server.isBackupOfThisSide()).isFalse();
    assertThat(client.isJoin() && server.isJoin()).isTrue();
  }

  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void fallenBackSubflow(Fixture fixture) {
    TcpSocket socket =
        fixture.subflows("ss-HOnti.client").sockets().stream()
            .filter(s -> s.peer().equals(SocketEnd.of("10.0.1.2", 9737)))
            .findFirst()
            .orElseThrow();

    assertThat(socket.subflow().orElseThrow().flags())
        .containsExactlyInAnyOrder(CAPABLE_LOCAL, CONNECTED);
  }

  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void listenersAndProtocolsOfAllSockets(Fixture fixture) {
    List<TcpSocket> listening =
        fixture.subflows("ss-tnai.server").sockets().stream()
            .filter(s -> s.state() == SocketState.LISTEN)
            .toList();

    assertThat(listening)
        .extracting(s -> s.local() + (s.subflow().isPresent() ? " mptcp" : " tcp"))
        .containsExactlyInAnyOrder(
            "0.0.0.0:9734 mptcp",
            "*:9735 mptcp",
            "10.0.1.2:9736 mptcp",
            "0.0.0.0:9737 tcp",
            "10.0.2.2:10100 mptcp");
    assertThat(fixture.subflows("ss-tnaiMe.server").sockets())
        .hasSameSizeAs(fixture.subflows("ss-tnai.server").sockets());
  }

  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void changedPriority(Fixture fixture) {
    SubflowTable table = fixture.subflows("ss-HOnti.client-changed");

    assertThat(between(table, "10.0.2.3").subflow().orElseThrow().isBackup()).isFalse();
  }

  private static MptcpSocket connection(Fixture fixture) {
    return fixture.sockets("ss-HOnaiM.client").of(new Connection(SocketEnd.ANY, SERVER)).get(0);
  }

  private static TcpSocket between(SubflowTable table, String client) {
    Connection ends = new Connection(SocketEnd.of(client), SERVER);
    return table.sockets().stream().filter(s -> s.isOf(ends)).findFirst().orElseThrow();
  }

  private static String path(TcpSocket socket) {
    SocketEnd local = socket.local();
    return new SocketEnd(local.host(), local.device(), "").toString().replaceFirst(":$", "")
        + " "
        + socket.peer();
  }
}
