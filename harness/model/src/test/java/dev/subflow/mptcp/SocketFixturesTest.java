// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class SocketFixturesTest {
  private static final Set<String> KNOWN =
      Set.of(
              "subflows add_addr_signal add_addr_accepted subflows_max add_addr_signal_max"
                  + " add_addr_accepted_max fallback remote_key token write_seq snd_una rcv_nxt"
                  + " local_addr_used local_addr_max csum_enabled retransmits bytes_retrans bytes_sent"
                  + " bytes_received bytes_acked subflows_total endp_laminar_max last_data_sent"
                  + " last_data_recv last_ack_recv users timer uid ino sk fwmark cgroup v6only <->"
                  + " skmem tos tclass class_id inet-sockopt")
          .stream()
          .flatMap(s -> List.of(s.split(" ", -1)).stream())
          .collect(Collectors.toUnmodifiableSet());

  @Test
  void thereIsAFixtureOfEveryPairThatIsSupported() {
    assertThat(Fixture.all().map(Fixture::toString))
        .contains("6.1-6.1", "6.12-6.1", "6.12-6.15", "7.3-6.15", "7.3-7.3");
  }

  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void everyLineIsReadAndEveryItemIsKnown(Fixture fixture) {
    List<String> outputs = fixture.texts("ss-");
    assertThat(outputs).hasSizeGreaterThan(20);
    for (String output : outputs) {
      assertThat(SocketTable.parse(output).unrecognised()).isEmpty();
      assertThat(SubflowTable.parse(output).unrecognised()).isEmpty();
    }
    for (String command :
        List.of(
            "ss-naiMemp.client",
            "ss-OnaiMemp-tos-cgroup-inet-sockopt.client",
            "ss-ieMl.server",
            "ss-HOnaiMemp.server")) {
      assertThat(fixture.sockets(command).sockets())
          .isNotEmpty()
          .flatExtracting(s -> s.fields().all())
          .extracting(Field::name)
          .isSubsetOf(KNOWN);
    }
  }

  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void socketsOfTheClient(Fixture fixture) {
    SocketTable table = fixture.sockets("ss-HOnaiM.client");

    assertThat(table.established()).hasSize(6).isEqualTo(table.sockets());
    assertThat(table.listening()).isEmpty();
    MptcpSocket plain = only(table, Connection.to("10.0.1.2", 9737));
    assertThat(plain.isFallback()).isTrue();
    assertThat(plain.hasRemoteKey()).isFalse();
    assertThat(plain.subflows()).isZero();
    assertThat(plain.subflowsMax()).isEqualTo(4);
    assertThat(plain.addAddrAcceptedMax()).isEqualTo(4);
    assertThat(plain.receiveNext()).hasValue(10000);

    MptcpSocket checked = only(table, Connection.to("10.0.1.2", 9736));
    assertThat(checked.isFallback()).isFalse();
    assertThat(checked.hasRemoteKey()).isTrue();
    assertThat(checked.subflows()).isEqualTo(3);
    assertThat(checked.addAddrAccepted()).isEqualTo(1);
    assertThat(checked.addAddrSignal()).isZero();
    assertThat(checked.local().host()).isEqualTo("10.0.1.1");
    assertThat(checked.receiveQueue()).isZero();

    MptcpSocket v6 = only(table, Connection.to("fd00:1::2", 9735));
    assertThat(v6.local().host()).isEqualTo("fd00:1::1");
    assertThat(v6.subflows()).isEqualTo(1);
    assertThat(table.of(Connection.to("10.0.1.2", 9734)))
        .extracting(MptcpSocket::subflows)
        .containsExactlyInAnyOrder(2L, 3L);
  }

  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void itemsThatCameWithLaterVersions(Fixture fixture) {
    MptcpSocket socket = only(fixture.sockets("ss-HOnaiM.client"), Connection.to("10.0.1.2", 9736));
    boolean oldTool = fixture.iprouteIs("6.1");
    boolean oldKernel = fixture.kernelIs("6.1");

    assertThat(socket.usesChecksum()).isEqualTo(!oldTool);
    assertThat(socket.localAddressesUsed()).isEqualTo(oldTool ? 0 : 2);
    assertThat(socket.localAddressesMax()).isEqualTo(oldTool ? 0 : 2);
    assertThat(socket.bytesSent()).isEqualTo(oldTool || oldKernel ? 0 : 10000);
    assertThat(socket.bytesReceived()).isEqualTo(oldTool || oldKernel ? 0 : 10000);
    assertThat(socket.bytesAcknowledged()).isEqualTo(oldTool || oldKernel ? 0 : 10000);
    assertThat(socket.subflowsTotal()).isEqualTo(oldTool || oldKernel ? 0 : 4);
    assertThat(socket.sinceDataSent().isZero()).isEqualTo(oldTool || oldKernel);
  }

  /** Both ends name the same numbers, so a wrong base would show. */
  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void whatTheClientWroteIsWhatTheServerExpectsNext(Fixture fixture) {
    List<MptcpSocket> sockets =
        fixture.sockets("ss-HOnaiM.client").sockets().stream()
            .filter(s -> !s.isFallback())
            .toList();
    SocketTable server = fixture.sockets("ss-HOnaiM.server");

    assertThat(sockets).hasSize(5);
    for (MptcpSocket client : sockets) {
      MptcpSocket peer = only(server, new Connection(client.local(), client.peer()));
      assertThat(peer.receiveNext()).isPresent().isEqualTo(client.writeSequence());
      assertThat(peer.sendUnacknowledged()).isPresent().isEqualTo(client.receiveNext());
      assertThat(peer.writeSequence()).isEqualTo(peer.sendUnacknowledged());
      assertThat(peer.token()).isPresent().isNotEqualTo(client.token());
    }
  }

  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void listenersOfTheServerInEveryForm(Fixture fixture) {
    for (String command :
        List.of(
            "ss-HOnaiM.server",
            "ss-iaM.server",
            "ss-ieMl.server",
            "ss-HOnieMl.server",
            "ss-HOntaM.server",
            "ss-tnaiMe.server",
            "ss-HOnaiMemp.server")) {
      List<MptcpSocket> listening = fixture.sockets(command).listening();
      assertThat(listening)
          .as(command)
          .extracting(MptcpSocket::local)
          .contains(
              SocketEnd.of("0.0.0.0", 9734),
              SocketEnd.of("*", 9735),
              SocketEnd.of("10.0.1.2", 9736));
      assertThat(listening)
          .filteredOn(s -> s.local().port().orElse(0) == 9734)
          .singleElement()
          .satisfies(s -> assertThat(s.sendQueue()).isEqualTo(5))
          .satisfies(s -> assertThat(s.token()).isEmpty())
          .satisfies(
              s ->
                  assertThat(s.peer()).isEqualTo(new SocketEnd("0.0.0.0", s.peer().device(), "*")));
    }
    assertThat(fixture.sockets("ss-naM.server-closing").sockets())
        .hasSize(3)
        .allMatch(s -> s.state() == SocketState.LISTEN);
  }

  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void oneAndManyLinesSayTheSame(Fixture fixture) {
    List<String> ends =
        fixture.sockets("ss-HOnaiM.server").sockets().stream().map(MptcpSocket::toString).toList();

    assertThat(ends).hasSize(9);
    for (String command :
        List.of("ss-iaM.server", "ss-HOnaiMemp.server", "ss-HOntaM.server", "ss-tnaiMe.server")) {
      assertThat(fixture.sockets(command).sockets())
          .as(command)
          .extracting(MptcpSocket::toString)
          .containsExactlyInAnyOrderElementsOf(ends);
    }
    assertThat(fixture.sockets("ss-naiMemp.client").sockets())
        .extracting(MptcpSocket::token)
        .containsExactlyInAnyOrderElementsOf(
            fixture.sockets("ss-HOnaiM.client").sockets().stream()
                .map(MptcpSocket::token)
                .toList());
  }

  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void extrasOfOtherOptions(Fixture fixture) {
    MptcpSocket socket =
        only(
            fixture.sockets("ss-OnaiMemp-tos-cgroup-inet-sockopt.client"),
            Connection.to("10.0.1.2", 9737));

    assertThat(socket.fields().find("users").orElse("")).startsWith("((\"mp\",pid=");
    assertThat(socket.fields().find("skmem").orElse("")).startsWith("(r0,rb");
    assertThat(socket.fields().find("inet-sockopt").orElse("")).startsWith("( is_icsk");
    assertThat(socket.fields().find("<->")).contains("");
    assertThat(socket.subflowsMax()).isEqualTo(4);
  }

  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void otherMomentsOfTheConnection(Fixture fixture) {
    assertThat(fixture.sockets("ss-HOnaiM.client-empty").sockets()).isEmpty();
    assertThat(fixture.sockets("ss-iaM.client-empty").sockets()).isEmpty();
    assertThat(fixture.sockets("ss-HOnaiM.client-one-path").sockets())
        .singleElement()
        .satisfies(s -> assertThat(s.subflows()).isZero())
        .satisfies(s -> assertThat(s.subflowsMax()).isEqualTo(2))
        .satisfies(s -> assertThat(s.hasRemoteKey()).isTrue());
    assertThat(fixture.sockets("ss-HOnaiM.client-flushed").sockets())
        .hasSize(6)
        .allMatch(s -> s.subflows() == 0);
  }

  private static MptcpSocket only(SocketTable table, Connection connection) {
    assertThat(table.of(connection)).hasSize(1);
    return table.of(connection).get(0);
  }
}
