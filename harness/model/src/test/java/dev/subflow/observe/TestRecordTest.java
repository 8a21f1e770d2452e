// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.capture.PacketTrace;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.ExitStatus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class TestRecordTest {
  private static final PacketTrace NOTHING =
      new PacketTrace(Instant.EPOCH, List.of(), List.of(), 0);
  private static final String WHOLE = "7.3.4-6.15/announced-port.path1.pcapng";

  private final TestRecord record = new TestRecord();

  private static PacketTrace capture(String name) throws IOException {
    Path file = Path.of("src/test/resources/captures").resolve(name);
    try (InputStream in = Files.newInputStream(file)) {
      return PacketTrace.read(name, in);
    }
  }

  private void command(ExitStatus exit, String stdout, String stderr, String... argv) {
    record.command(
        new CommandResult(
            "client",
            List.of(argv),
            exit,
            stdout,
            stderr,
            stdout.length(),
            stderr.length(),
            Duration.ZERO,
            false));
  }

  private List<String> part(String path) {
    return record.observation(NOTHING).part(path);
  }

  @Test
  void aConversationIsItsOptionsInOrder() throws IOException {
    Observation seen = record.observation(capture(WHOLE));

    assertThat(seen.part("wire/c1/subflows"))
        .containsExactly("initial client/eth1 10.0.1.1 > server/eth1 10.0.1.2 port 9735");
    assertThat(seen.part("wire/c1/initial/client/options"))
        .containsExactly(
            "SYN MP_CAPABLE v1 flags=H",
            "MP_CAPABLE v1 flags=H key=own peer-key=peer",
            "MP_CAPABLE v1 flags=H key=own peer-key=peer len",
            "ADD_ADDR echo id=5 10.0.2.2 port=10100",
            "DSS DATA_FIN",
            "FIN");
    assertThat(seen.part("wire/c1/initial/server/options"))
        .containsExactly(
            "SYN/ACK MP_CAPABLE v1 flags=H key=own",
            "ADD_ADDR id=5 10.0.2.2 port=10100 hmac",
            "REMOVE_ADDR id=5",
            "DSS DATA_FIN",
            "FIN");
    assertThat(seen.part("wire/c1/initial/server/dss")).containsExactly("ack8", "ack8 map8");
    assertThat(seen.part("wire/c1/initial/end")).containsExactly("client FIN, server FIN");
  }

  @Test
  void joinsBelongToTheConnectionOfTheirToken() throws IOException {
    Observation seen = record.observation(capture("7.3.4-6.15/reference-steps.lan.pcapng"));

    assertThat(seen.part("wire/c1/subflows"))
        .hasSize(4)
        .contains("join id=2 client/ens3 192.168.53.38 > server/ens3 192.168.53.37 port 9734");
    assertThat(seen.part("wire/c1/192.168.53.38>192.168.53.37#2/server/options"))
        .contains("RST MP_FASTCLOSE key=peer, MP_TCPRST reason=0 (unspecified error)");
    assertThat(Seconds.parse(seen.part("wire/c1/192.168.53.38>192.168.53.37/after").get(0)))
        .isEqualTo(OptionalDouble.of(1.96));
  }

  @Test
  void aJoinWithoutItsConnectionIsToldApart() throws IOException {
    assertThat(
            record
                .observation(capture("7.3.4-6.15/backup-join.path2.pcapng"))
                .part("wire/joins of no connection"))
        .containsExactly("client/eth2 10.0.2.1 > server/eth2 10.0.1.2 port 9735");
  }

  @Test
  void countersAreChangesAndZeroOnesAreThere() {
    record.start("client", ProcCounters.parse(counters(1, 5, 0)));
    record.end("client", ProcCounters.parse(counters(3, 9, 0)));

    Observation seen = record.observation(NOTHING);

    assertThat(seen.part("counters/client/TcpActiveOpens")).containsExactly("+2");
    assertThat(seen.part("counters/client/MPTcpExtAddAddr")).containsExactly("+4");
    assertThat(seen.part("counters/client/MPTcpExtRmAddr")).containsExactly("0");
    assertThat(seen.parts()).doesNotContainKey("counters/client/TcpRtoMin");
  }

  private static String counters(int opens, int added, int removed) {
    return "Tcp: RtoMin ActiveOpens\nTcp: 200 "
        + opens
        + "\nMPTcpExt: AddAddr RmAddr\nMPTcpExt: "
        + added
        + " "
        + removed
        + "\n";
  }

  @Test
  void aGuestThatWasNotAskedHasNoCountersAndIsNamed() {
    record.start("client", ProcCounters.parse(counters(1, 5, 0)));
    record.missing("client", "the guest did not answer");

    Observation seen = record.observation(NOTHING);

    assertThat(seen.parts()).containsOnlyKeys("missing/client");
    assertThat(seen.part("missing/client")).containsExactly("the guest did not answer");
  }

  @Test
  void eventsHaveNamesForTokensAndPorts() {
    command(
        ExitStatus.signal(9),
        """
        [       CREATED] token=1f00a3 sport=43210 dport=9735
        [        CLOSED] token=1f00a3
        [       CREATED] token=77 sport=40000 dport=9735
        """,
        "",
        "stdbuf",
        "-oL",
        "ip",
        "mptcp",
        "monitor");

    assertThat(part("events/client"))
        .containsExactly(
            "CREATED token=c1 sport=ephemeral dport=9735",
            "CLOSED token=c1",
            "CREATED token=c2 sport=ephemeral dport=9735");
  }

  @Test
  void programsThatFailAreToldWithTheirReason() {
    command(ExitStatus.code(0), "", "", "ip", "link");
    command(ExitStatus.code(2), "", "Error: too many addresses: 9.\n", "ip", "mptcp");

    assertThat(part("programs/client"))
        .containsExactly("ip: exit code 2, Error: too many addresses: N.");
  }

  @Test
  void ofTheKernelsMessagesThoseOfTheNetworkCount() {
    command(
        ExitStatus.code(0),
        "[    0.1] hpet: Lost 3 RTC interrupts\n[    2.5] TCP: request_sock: flooding on port 80\n",
        "",
        "dmesg");

    assertThat(part("kernel/client")).containsExactly("TCP: request_sock: flooding on port N");
  }

  @Test
  void theLastLookAtConnectedSocketsStays() {
    command(ExitStatus.code(0), socket("subflows:1 "), "", "ss", "-HOnaiM");
    command(ExitStatus.code(0), socket("subflows:2 "), "", "ss", "-HOnaiM");
    command(ExitStatus.code(0), "", "", "ss", "-HOnaiM");

    assertThat(part("sockets/client")).containsExactly("10.0.1.1 > 10.0.1.2 subflows:2 remote_key");
  }

  @Test
  void subflowsAreToldByTheirFlagsAndIds() {
    command(
        ExitStatus.code(0),
        "ESTAB 0 0 10.0.2.1%eth2:43387 10.0.1.2:9735 cubic tcp-ulp-mptcp flags:Jjbecv"
            + " token:1f00a3(id:0)/8e02ba11(id:2) seq:1 sfseq:2 ssnoff:3 maplen:4\n"
            + "ESTAB 0 0 10.0.1.1:22 10.0.1.2:9 cubic\n",
        "",
        "ss",
        "-HOntie");

    assertThat(part("subflows/client"))
        .containsExactly("10.0.2.1 > 10.0.1.2 flags:Jjbec ids:2 > 0");
  }

  @Test
  void answersOfTheKernelToAProgramAreKeptByKind() {
    String one =
        """
        {"ok":true}
        {"ok":false,"errno":"EAGAIN"}
        {"ok":false,"errno":"EAGAIN"}
        {"ok":true,"value":"7"}
        {"ok":true,"events":"IN OUT"}
        {"ok":true,"mptcp":{"subflows":1,"token":5},\
        "full":{"mptcp":{"subflows":2},"subflows":[{"id":3}]}}
        {"ok":tr
        """;
    command(ExitStatus.code(0), one, "", "mptcp-puppet");
    command(ExitStatus.code(0), "{\"ok\":false,\"errno\":\"EPIPE\"}\n", "", "mptcp-puppet");

    assertThat(part("answers/client/1/errnos")).containsExactly("EAGAIN");
    assertThat(part("answers/client/1/values")).containsExactly("7");
    assertThat(part("answers/client/1/events")).containsExactly("IN OUT");
    assertThat(part("answers/client/1/info"))
        .containsExactly("MPTCP_INFO subflows:1", "MPTCP_FULL_INFO subflows:2", "subflow 3");
    assertThat(part("answers/client/2/errnos")).containsExactly("EPIPE");
  }

  private static String socket(String subflows) {
    return "ESTAB 0 0 10.0.1.1:43386 10.0.1.2:9735 "
        + subflows
        + "remote_key token:c9b0f3d write_seq:4 bytes_sent:9\n";
  }

  @Test
  void endpointsAndLimitsThatAreLeftAreThere() {
    record.left("client", "10.0.2.1 id 1 subflow  dev eth2 \nadd_addr_accepted 0 subflows 1\n");

    assertThat(part("left/client"))
        .containsExactly("10.0.2.1 id 1 subflow dev eth2", "add_addr_accepted 0 subflows 1");
  }

  @Test
  void whatAHostileGuestSaysIsCutAndTheCutIsTold() {
    String flood =
        IntStream.range(0, 5000)
            .mapToObj(i -> "[       CREATED] token=" + i + " \u0001" + "\"x".repeat(500))
            .collect(Collectors.joining("\n", "", "\n"));
    command(ExitStatus.code(0), flood, "", "ip", "mptcp", "monitor");
    for (int i = 0; i < 200; i++) {
      record.left("guest" + i, flood);
    }

    Observation seen = record.observation(NOTHING);

    assertThat(ObservationJson.text(seen).getBytes(StandardCharsets.UTF_8).length)
        .isLessThan(200_000);
    assertThat(seen.part("events/client").get(0)).endsWith("[cut]");
    assertThat(seen.part("cut").get(0)).contains("is left out");
  }

  @Test
  void observationsAreReadAsTheyWereWritten() throws IOException {
    record.left("client", "one\ntwo\n");
    Observation seen = record.observation(capture(WHOLE));

    String text = ObservationJson.text(seen);

    assertThat(ObservationJson.parse(text)).contains(seen);
    assertThat(text.lines()).contains("    \"left/client\" : [", "      \"one\",");
    assertThat(ObservationJson.parse("{\"parts\":")).isEmpty();
    assertThat(ObservationJson.parse("{}")).isEmpty();
  }
}
