// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import static dev.subflow.mptcp.MptcpEvent.Type.ANNOUNCED;
import static dev.subflow.mptcp.MptcpEvent.Type.CLOSED;
import static dev.subflow.mptcp.MptcpEvent.Type.CREATED;
import static dev.subflow.mptcp.MptcpEvent.Type.ESTABLISHED;
import static dev.subflow.mptcp.MptcpEvent.Type.LISTENER_CREATED;
import static dev.subflow.mptcp.MptcpEvent.Type.REMOVED;
import static dev.subflow.mptcp.MptcpEvent.Type.SF_CLOSED;
import static dev.subflow.mptcp.MptcpEvent.Type.SF_ESTABLISHED;
import static dev.subflow.mptcp.MptcpEvent.Type.SF_PRIO;
import static dev.subflow.mptcp.MptcpEvent.Type.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class EventFixturesTest {
  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void everyLineIsAnEvent(Fixture fixture) {
    EventLog client = EventLog.parse(fixture.text("ip-mptcp-monitor.client"));
    EventLog server = EventLog.parse(fixture.text("ip-mptcp-monitor.server"));

    assertThat(client.unrecognised()).isEmpty();
    assertThat(server.unrecognised()).isEmpty();
    assertThat(client.of(UNKNOWN)).isEmpty();
    assertThat(client.of(CREATED)).hasSize(6);
    assertThat(client.of(ESTABLISHED)).hasSize(6);
    assertThat(client.of(SF_ESTABLISHED)).hasSize(16);
    assertThat(client.of(SF_CLOSED)).hasSize(14);
    assertThat(client.of(ANNOUNCED)).hasSize(11);
    assertThat(client.of(REMOVED)).hasSize(5);
    assertThat(client.of(CLOSED)).hasSize(7);
    assertThat(server.of(SF_PRIO)).hasSize(9);
    assertThat(server.of(LISTENER_CREATED)).hasSize(fixture.kernelIs("6.1") ? 0 : 4);
  }

  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void timeStampsDoNotMatter(Fixture fixture) {
    EventLog plain = EventLog.parse(fixture.text("ip-mptcp-monitor.client"));
    EventLog stamped = EventLog.parse(fixture.text("ip-ts-mptcp-monitor.client"));

    assertThat(stamped.unrecognised()).isEmpty();
    assertThat(stamped.events())
        .extracting(MptcpEvent::fields)
        .containsExactlyInAnyOrderElementsOf(
            plain.events().stream().map(MptcpEvent::fields).toList());
  }

  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void itemsOfAnEvent(Fixture fixture) {
    MptcpSocket connection =
        fixture.sockets("ss-HOnaiM.client").of(Connection.to("10.0.1.2", 9736)).get(0);
    EventLog log = EventLog.parse(fixture.text("ip-mptcp-monitor.client"));

    assertThat(log.of(connection)).extracting(MptcpEvent::type).startsWith(CREATED, ESTABLISHED);
    MptcpEvent created = log.of(connection).get(0);
    assertThat(created.source()).contains(connection.local());
    assertThat(created.destination()).contains(connection.peer());
    assertThat(created.localId()).hasValue(0);
    assertThat(created.remoteId()).hasValue(0);
    assertThat(created.isServerSide()).isFalse();
    assertThat(created.deniesJoinToInitialAddress()).isFalse();
    MptcpEvent join =
        log.of(connection).stream()
            .filter(e -> e.type() == SF_ESTABLISHED && e.localId().orElse(0) == 7)
            .findFirst()
            .orElseThrow();
    assertThat(join.backup()).isPresent();
    assertThat(join.interfaceIndex()).hasValue(3);
    assertThat(join.device())
        .isEqualTo(fixture.iprouteIs("7.3") ? Optional.of("eth2") : Optional.empty());
    MptcpEvent announced =
        log.of(connection).stream().filter(e -> e.type() == ANNOUNCED).findFirst().orElseThrow();
    assertThat(announced.destination()).contains(SocketEnd.of("10.0.2.2", 10100));
    assertThat(announced.remoteId()).hasValue(5);
  }

  @ParameterizedTest
  @CsvSource({
    "'', false, false",
    "server_side, false, true",
    "server_side deny_join_id0, true, true",
    "flags=0, false, false",
    "flags=1, true, false",
    "flags=2, false, true",
    "flags=3, true, true"
  })
  void flagsAreWordsOrTheirNumber(String text, boolean deniesJoin, boolean isServerSide) {
    MptcpEvent event = EventLog.parse("[ CREATED] token=a3 " + text + "\n").events().get(0);

    assertThat(event.deniesJoinToInitialAddress()).isEqualTo(deniesJoin);
    assertThat(event.isServerSide()).isEqualTo(isServerSide);
  }

  @ParameterizedTest
  @MethodSource("dev.subflow.mptcp.Fixture#all")
  void prioritiesAndAddressFamilies(Fixture fixture) {
    EventLog log = EventLog.parse(fixture.text("ip-mptcp-monitor.server"));

    assertThat(log.of(SF_PRIO)).filteredOn(e -> e.backup().orElseThrow()).hasSize(5);
    assertThat(log.of(CREATED))
        .anyMatch(e -> e.source().orElseThrow().host().equals("fd00:1::2"))
        .anyMatch(e -> e.source().orElseThrow().matches(SocketEnd.of("10.0.1.2", 9735)));
  }
}
