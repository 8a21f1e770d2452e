// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

final class ParseCommandTest {
  private static final String MPTCP =
      "ESTAB  0      0      192.168.53.210:43210 192.168.53.37:9734 "
          + " subflows:1 subflows_max:2 remote_key token:1f00a3 write_seq:123 bytes_sent:7 novel:x\n";
  private static final String TCP =
      "ESTAB  0      0      192.168.53.38%ens3:41001 192.168.53.37:9734  cubic wscale:7,7 rto:204"
          + " tcp-ulp-mptcp flags:Jjec token:0000(id:0)/1f00a3(id:1)\n";

  @Test
  void socketsOfBothKindsBecomeJson() {
    JsonNode json = parsed(MPTCP + TCP, "parse", "ss");

    assertThat(json.at("/mptcp")).hasSize(1);
    assertThat(json.at("/mptcp/0/state").asText()).isEqualTo("ESTABLISHED");
    assertThat(json.at("/mptcp/0/local/host").asText()).isEqualTo("192.168.53.210");
    assertThat(json.at("/mptcp/0/fields/subflows").asText()).isEqualTo("1");
    assertThat(json.at("/mptcp/0/fields/novel").asText()).isEqualTo("x");
    assertThat(json.at("/tcp")).hasSize(1);
    assertThat(json.at("/tcp/0/local/device").asText()).isEqualTo("ens3");
    assertThat(json.at("/tcp/0/subflow/localId").asInt()).isEqualTo(1);
    assertThat(json.at("/unrecognised")).isEmpty();
  }

  @Test
  void rowsWithoutFieldsAreMptcpUnlessSaidOtherwise() {
    String listener = "LISTEN 0 5 0.0.0.0:9734 0.0.0.0:*\n";

    assertThat(parsed(listener, "parse", "ss").at("/mptcp")).hasSize(1);
    assertThat(parsed(listener, "parse", "ss").at("/tcp")).isEmpty();
    assertThat(parsed(listener, "parse", "ss", "--tcp").at("/tcp")).hasSize(1);
    assertThat(parsed("tcp " + listener, "parse", "ss").at("/tcp")).hasSize(1);
  }

  @Test
  void linesThatAreNotUnderstoodAreKept() {
    JsonNode json = parsed(MPTCP + "what is this\n", "parse", "ss");

    assertThat(json.at("/mptcp")).hasSize(1);
    assertThat(json.at("/unrecognised/0").asText()).isEqualTo("what is this");
  }

  @Test
  void nothingUnderstoodIsBadInput() {
    CommandLineRun run = CommandLineRun.withInput("\u001b[2Jnot ss at all\n", "parse", "ss");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("not ss at all").doesNotContain("\u001b");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void ofGarbageOnlyABitIsShown() {
    CommandLineRun run = CommandLineRun.withInput("garbage ".repeat(1000), "parse", "nstat");

    assertThat(run.err())
        .isEqualTo(
            "subflow: this is no output of that tool; its first line is \""
                + "garbage ".repeat(8).substring(0, 60)
                + "...\"\n");
  }

  @Test
  void noOutputIsNoSockets() {
    assertThat(parsed("", "parse", "ss").at("/mptcp")).isEmpty();
  }

  @Test
  void whatIpMptcpPrintsIsToldApart() {
    JsonNode endpoints = parsed("192.168.53.38 id 1 subflow dev ens3 \n", "parse", "ip-mptcp");
    JsonNode limits = parsed("add_addr_accepted 2 subflows 3 \n", "parse", "ip-mptcp");
    JsonNode events =
        parsed(
            "[       CREATED] token=1f00a3 remid=0 locid=0 saddr4=10.0.1.1", "parse", "ip-mptcp");

    assertThat(endpoints.at("/endpoints/0/address").asText()).isEqualTo("192.168.53.38");
    assertThat(endpoints.at("/endpoints/0/flags/0").asText()).isEqualToIgnoringCase("subflow");
    assertThat(limits.at("/subflows").asInt()).isEqualTo(3);
    assertThat(limits.at("/addAddrAccepted").asInt()).isEqualTo(2);
    assertThat(events.at("/events/0/type").asText()).isEqualTo("CREATED");
    assertThat(events.at("/events/0/fields/token").asText()).isEqualTo("1f00a3");
  }

  @Test
  void countersBecomeJson() {
    JsonNode json =
        parsed(
            "#kernel\nMPTcpExtMPCapableSYNTX           3                  0.0\n", "parse", "nstat");

    assertThat(json.at("/values/MPTcpExtMPCapableSYNTX").asLong()).isEqualTo(3);
  }

  private static JsonNode parsed(String input, String... args) {
    CommandLineRun run = CommandLineRun.withInput(input, args);
    assertThat(run.exitCode()).as(run.err()).isZero();
    try {
      return new ObjectMapper().readTree(run.out());
    } catch (JsonProcessingException e) {
      throw new AssertionError(run.out(), e);
    }
  }
}
