// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.guest.Command;
import dev.subflow.guest.ExitStatus;
import dev.subflow.packet.TcpEnd;
import dev.subflow.packet.mptcp.IpText;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Intent}: what commands tell of endpoints and limits, and when nobody knows. */
final class IntentTest {
  private static final Instant LATER = Told.BEGIN;
  private static final TcpEnd LOCAL = new TcpEnd(IpText.parse("10.0.2.1"), 40_001);

  private static Intent client(Told told) {
    return told.intent("client");
  }

  private static Told added(String arguments) {
    return new Told().client("ip mptcp endpoint add 10.0.2.1 " + arguments);
  }

  @Test
  void anEndpointIsThereFromItsCommandOn() {
    Intent intent = client(added("dev eth2 id 7 subflow backup"));

    assertThat(intent.unknown()).isEmpty();
    assertThat(intent.endpoints(LATER))
        .singleElement()
        .hasToString("10.0.2.1 id 7 subflow backup dev eth2");
    assertThat(intent.endpoints(LATER.minusSeconds(90))).isEmpty();
    assertThat(intent.endpoints(LOCAL, LATER)).hasSize(1);
    assertThat(intent.endpoints(new TcpEnd(IpText.parse("10.0.9.9"), 1), LATER)).isEmpty();
  }

  @Test
  void anEndpointWithAPortIsForThatPort() {
    Intent intent = client(added("port 40002 signal"));

    assertThat(intent.endpoints(LATER)).hasSize(1);
    assertThat(intent.endpoints(LOCAL, LATER)).isEmpty();
  }

  @Test
  void whatTheKernelRefusedChangesNothing() {
    Told told =
        new Told()
            .give(
                "client",
                Command.of("ip", "mptcp", "endpoint", "add", "10.0.2.1", "subflow"),
                ExitStatus.code(2),
                "");

    assertThat(client(told).unknown()).isEmpty();
    assertThat(client(told).endpoints(LATER)).isEmpty();
  }

  @Test
  void aDeletedEndpointIsGoneAndItsIdMayBeTold() {
    Intent intent = client(added("id 7 subflow").client("ip mptcp endpoint delete id 7"));

    assertThat(intent.endpoints(LATER)).singleElement().matches(wanted -> wanted.isGone(LATER));
    assertThat(intent.removals(LATER))
        .singleElement()
        .matches(removal -> removal.mayBeTold(7, Optional.empty()))
        .matches(removal -> !removal.mayBeTold(8, Optional.empty()))
        .matches(removal -> !removal.mayBeTold(0, Optional.of(IpText.parse("10.0.1.1"))))
        .matches(removal -> removal.mayBeTold(0, Optional.of(IpText.parse("10.0.2.1"))));
  }

  @Test
  void anIdThatOnlyTheKernelKnowsLeavesDoubt() {
    Intent intent = client(added("subflow").client("ip mptcp endpoint delete id 1"));

    assertThat(intent.endpoints(LATER))
        .singleElement()
        .matches(wanted -> !wanted.isGone(LATER))
        .matches(wanted -> !wanted.isThere(LATER))
        .matches(wanted -> wanted.backup(LATER).size() == 2);
  }

  @Test
  void aListTellsTheIdThatTheKernelChose() {
    Told told =
        added("subflow")
            .give(
                "client",
                Command.of("ip", "mptcp", "endpoint", "show"),
                ExitStatus.code(0),
                "10.0.2.1 id 3 subflow \n10.0.3.1 id 4 implicit \n")
            .client("ip mptcp endpoint delete id 3");

    assertThat(client(told).unknown()).isEmpty();
    assertThat(client(told).endpoints(LATER))
        .singleElement()
        .matches(wanted -> wanted.has(3))
        .matches(wanted -> wanted.isGone(LATER));
  }

  @Test
  void anEndpointOfSomebodyElseMakesAllUnknown() {
    Told told =
        added("subflow")
            .give(
                "client",
                Command.of("ip", "-force", "-batch", "-")
                    .stdin("mptcp endpoint show\nmptcp limits show\n"),
                ExitStatus.code(0),
                "10.0.2.1 id 1 subflow \n10.0.3.1 id 2 subflow \nadd_addr_accepted 0 subflows 2 \n");

    assertThat(client(told).unknown()).get().asString().contains("10.0.3.1 id 2");
    assertThat(client(told).isKnown(LATER.minusSeconds(600))).isFalse();
  }

  @Test
  void aFlushTakesAllOfThem() {
    Intent intent =
        client(added("id 7 subflow").client("ip mptcp endpoint flush", "ip mptcp e add 10.0.3.1"));

    assertThat(intent.endpoints(LATER))
        .hasSize(2)
        .filteredOn(wanted -> !wanted.isGone(LATER))
        .singleElement()
        .hasToString("10.0.3.1");
  }

  @Test
  void aChangeOfTheFlagBackupLeavesDoubtForAWhile() {
    Intent intent =
        client(
            added("id 7 subflow").at(Duration.ZERO).client("ip mptcp endpoint change id 7 backup"));

    Wanted wanted = intent.endpoints(LATER).get(0);
    assertThat(wanted.backup(LATER.minusSeconds(10))).containsExactly(false);
    assertThat(wanted.backup(LATER.plusSeconds(1))).containsExactly(false, true);
    assertThat(wanted.backup(LATER.plusSeconds(10))).containsExactly(true);
  }

  @Test
  void limitsAreKnownOnceTheyWereSet() {
    Intent intent =
        client(
            new Told()
                .at(Duration.ZERO)
                .client("ip mptcp limits set subflows 3 add_addr_accepted 1")
                .at(Duration.ofSeconds(20))
                .client("ip mptcp limits set subflow 1"));

    assertThat(intent.mostSubflows(LATER.minusSeconds(1), LATER.plusSeconds(9))).isEmpty();
    assertThat(intent.mostSubflows(LATER.plusSeconds(1), LATER.plusSeconds(60))).hasValue(3);
    assertThat(intent.mostSubflows(LATER.plusSeconds(30), LATER.plusSeconds(60))).hasValue(1);
    assertThat(intent.mostAccepted(LATER.plusSeconds(30), LATER.plusSeconds(60)))
        .isEqualTo(OptionalInt.of(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ss -HOnaiM",
        "ip mptcp monitor",
        "stdbuf -oL ip mptcp monitor",
        "ip -br address",
        "ip route show table 9",
        "sysctl net.mptcp.enabled",
        "sysctl -w net.mptcp.pm_type=0",
        "mptcp-client 10.0.1.1 80",
        "mptcp-pm announce 1234 10.0.2.1 id 1",
        "tc qdisc add dev eth1 root netem"
      })
  void commandsThatTellThePathManagerNothing(String line) {
    assertThat(client(new Told().client(line)).unknown()).isEmpty();
    assertThat(client(new Told().lost("client", Command.of(line.split(" ")))).unknown()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "python3 join.py",
        "systemctl start mptcp",
        "/usr/libexec/mptcpd",
        "ip -n other mptcp endpoint add 10.0.2.1",
        "ip netns add other",
        "ip -batch file",
        "ip mptcp endpoint add 10.0.2.1 newflag",
        "ip mptcp endpoint delete 10.0.2.1",
        "sysctl -w net.mptcp.pm_type=1",
        "sysctl -p file",
        "sysctl -w net.ipv4.ip_forward=1"
      })
  void commandsAfterWhichNobodyKnows(String line) {
    Intent intent = client(new Told().at(Duration.ZERO).client(line));

    assertThat(intent.unknown()).isPresent();
    assertThat(intent.isKnown(LATER.minusSeconds(10))).isTrue();
    assertThat(intent.isKnown(LATER.plusSeconds(1))).isFalse();
  }

  @Test
  void anotherPathManagerOrNamespaceOrAnUnknownEndOrTwoAtOnceAreUnknown() {
    Command add = Command.of("ip", "mptcp", "endpoint", "add", "10.0.2.1", "subflow");
    Command path = Command.of("tee", "/proc/sys/net/mptcp/path_manager");
    Told ok = new Told().give("client", path.stdin("kernel"), ExitStatus.code(0), "kernel");
    Told userspace =
        new Told().give("client", path.stdin("userspace"), ExitStatus.code(0), "userspace");

    assertThat(client(ok).unknown()).isEmpty();
    assertThat(client(userspace).unknown()).isPresent();
    assertThat(client(new Told().setting("net.mptcp.pm_type", "1")).unknown()).isPresent();
    assertThat(client(new Told().setting("net.mptcp.pm_type", "0")).unknown()).isEmpty();
    assertThat(
            client(new Told().give("client", add.inNetns("n"), ExitStatus.code(0), "")).unknown())
        .isPresent();
    assertThat(client(new Told().lost("client", add)).unknown()).isPresent();
    assertThat(
            client(
                    new Told()
                        .client("ip mptcp endpoint flush")
                        .at(Duration.ofMinutes(-1))
                        .client("ip mptcp endpoint add 10.0.2.1"))
                .unknown())
        .get()
        .asString()
        .contains("beside");
  }

  @Test
  void scriptsOfPlainWordsAreRead() {
    Told plain =
        new Told()
            .give(
                "client",
                Command.shell("ip mptcp endpoint; ip mptcp limits"),
                ExitStatus.code(0),
                "");
    Told more = new Told().give("client", Command.shell("./paths.sh"), ExitStatus.code(0), "");
    Told quoted = new Told().give("client", Command.shell("$CMD"), ExitStatus.code(0), "");

    assertThat(client(plain).unknown()).isEmpty();
    assertThat(client(more).unknown()).isPresent();
    assertThat(client(quoted).unknown()).isPresent();
  }

  @Test
  void aBatchIsReadLineByLine() {
    Command batch =
        Command.of("ip", "-batch", "-")
            .stdin("mptcp endpoint add 10.0.2.1 subflow\nmptcp limits set subflows 4\n");
    Intent intent = client(new Told().give("client", batch, ExitStatus.code(0), ""));

    assertThat(intent.unknown()).isEmpty();
    assertThat(intent.endpoints(LATER)).hasSize(1);
    assertThat(intent.mostSubflows(LATER, LATER)).hasValue(4);
    assertThat(client(new Told().give("client", batch, ExitStatus.code(1), "")).unknown())
        .isPresent();
  }
}
