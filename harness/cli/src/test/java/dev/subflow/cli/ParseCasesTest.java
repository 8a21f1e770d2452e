// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Runs {@code subflow parse} on what people paste and kernels print. */
final class ParseCasesTest {
  private static final Path CASES = Path.of("src/test/resources/cases");

  private static JsonNode parsed(String tool, String file) throws IOException {
    CommandLineRun run =
        CommandLineRun.withInput(Files.readString(CASES.resolve(file)), "parse", tool);
    assertThat(run.exitCode()).as(run.err()).isZero();
    try {
      return new ObjectMapper().readTree(run.out());
    } catch (JsonProcessingException e) {
      throw new AssertionError(run.out(), e);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "ss,    map-seq.txt, /tcp/0/subflow/mapSequence,        17468130912987276290",
    "ss,    map-seq.txt, /tcp/0/subflow/mapSubflowSequence, 57345",
    "ss,    map-seq.txt, /tcp/0/subflow/subflowOffset,      1149813117",
    "ss,    map-seq.txt, /tcp/0/subflow/mapLength,          16057",
    "ss,    decimal.txt, /tcp/0/subflow/mapSequence,        18446744073709551615",
    "ss,    decimal.txt, /tcp/0/subflow/mapSubflowSequence, 4294967295",
    "ss,    decimal.txt, /tcp/0/subflow/remoteToken,        4294967295",
    "ss,    decimal.txt, /tcp/0/subflow/localToken,         2147483648",
    "nstat, nstat.txt,   /values/IpExtInOctets,             18446744073709551615",
    "nstat, nstat.txt,   /values/MPTcpExtMPCapableSYNRX,    9223372036854775808",
    "nstat, nstat.txt,   /values/MPTcpExtMPCapableSYNTX,    9223372036854775807",
    "nstat, nstat.json,  /values/IpExtInOctets,             18446744073709551615",
    "nstat, nstat.json,  /values/MPTcpExtMPCapableSYNRX,    9223372036854775808",
  })
  void numbersOf64BitsAreUnsigned(String tool, String file, String pointer, String expected)
      throws IOException {
    JsonNode number = parsed(tool, "json-unsigned/" + file).at(pointer);

    assertThat(number.isIntegralNumber()).as(number.toString()).isTrue();
    assertThat(number.bigIntegerValue()).isEqualTo(new BigInteger(expected));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "ss-hash            | FIN_WAIT_2            | 27d9dc73          | 1 | -",
        "ss-indented        | ESTABLISHED           | 5bba80d9,c1f12b87 | 0 | -",
        "ss-notes           | ESTABLISHED           | ''                | 0 | -",
        "ss-reply           | ESTABLISHED,LISTEN    | 5bba80d9          | 0 | -",
        "ss-reply-of-log    | ESTABLISHED,LISTEN    | 5bba80d9          | 0 | -",
        "ss-github          | ESTABLISHED,LISTEN    | 5bba80d9          | 0 | -",
        "ss-github-kselftest | ESTABLISHED,LISTEN   | 5bba80d9          | 0 | -",
        "ss-jenkins         | ESTABLISHED,LISTEN    | 5bba80d9          | 0 | -",
        "ss-clock           | ESTABLISHED,LISTEN    | 5bba80d9          | 0 | -",
        "ss-crlf            | ESTABLISHED,LISTEN    | 5bba80d9          | 0 | -",
        "ss-mail            | ESTABLISHED,LISTEN    | 5bba80d9          | 0 | On Sunday, somebody wrote:;$ ss -aM;And that is all.;Thanks",
        "ss-prompt          | ESTABLISHED,LISTEN    | 5bba80d9          | 0 | ss -aM",
      })
  void pastedSocketsAreRead(
      String file, String states, String tokens, int subflows, @Nullable String others)
      throws IOException {
    JsonNode json = parsed("ss", "paste-prefix/" + file + ".txt");

    assertThat(Set.of(states.split(",", -1)))
        .isEqualTo(Set.copyOf(json.at("/mptcp").findValuesAsText("state")));
    assertThat(String.join(",", json.at("/mptcp").findValuesAsText("token"))).isEqualTo(tokens);
    assertThat(json.at("/tcp").findValues("subflow")).hasSize(subflows);
    assertThat(texts(json.at("/unrecognised")))
        .isEqualTo(others == null ? List.of() : List.of(others.split(";", -1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "paste-prefix/nstat-hash     | TcpPassiveOpens=2 MPTcpExtMPCapableSYNRX=1 MPTcpExtMPFailTx=1 | Server ns stats",
        "paste-prefix/nstat-indented | TcpPassiveOpens=1 TcpEstabResets=1 TcpInSegs=875 MPTcpExtMPCapableSYNRX=1 | -",
        "paste-prefix/nstat-comments | IpInReceives=12 MPTcpExtMPCapableSYNRX=1 IpOutRequests=3 | #IpInDelivers 4 0.0",
        "nstat-two-tables/server-client | MPTcpExtMPCapableSYNRX=1 | Server ns stats;Client ns stats;MPTcpExtMPCapableSYNRX 0 0.0;MPTcpExtMPCapableSYNTX 1 0.0",
        "nstat-two-tables/without-headings | MPTcpExtMPCapableSYNRX=1 MPTcpExtMPJoinSynRx=2 | MPTcpExtMPCapableSYNTX 1 0.0;MPTcpExtMPJoinSynRx 0 0.0",
        "nstat-two-tables/same-value | MPTcpExtMPCapableSYNRX=1 | Server ns stats;Client ns stats;MPTcpExtMPCapableSYNRX 1 0.0",
        "nstat-two-tables/json       | MPTcpExtMPCapableSYNRX=1 MPTcpExtMPJoinSynRx=2 | MPTcpExtMPCapableSYNTX=1;MPTcpExtMPCapableSYNRX=0",
        "nstat-two-tables/one-in-parts | IpInReceives=12 MPTcpExtMPCapableSYNRX=1 | [ OK ] something else wrote here",
      })
  void pastedCountersAreReadAndNoneReplacesAnother(
      String file, String values, @Nullable String others) throws IOException {
    JsonNode json = parsed("nstat", file + ".txt");

    assertThat(json.at("/values").properties().stream().map(Object::toString))
        .containsExactly(values.split(" ", -1));
    assertThat(texts(json.at("/unrecognised")))
        .isEqualTo(others == null ? List.of() : List.of(others.split(";", -1)));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText().strip().replaceAll("\\s+", " ")));
    return texts;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "monitor-quoted   | /events/0/type              | CREATED",
        "monitor-quoted   | /events/0/fields/token      | 83f3a692",
        "monitor-stamped  | /events/1/type              | CLOSED",
        "monitor-stamped  | /events/1/fields/token      | 83f3a692",
        "endpoints-quoted | /endpoints/1/address        | 10.0.2.1",
        "endpoints-quoted | /endpoints/1/dev            | ns1eth2",
        "limits-hash      | /subflows                   | 3",
        "limits-hash      | /addAddrAccepted            | 2",
      })
  void whatIpPrintedIsRead(String file, String pointer, String value) throws IOException {
    assertThat(parsed("ip-mptcp", "paste-prefix/" + file + ".txt").at(pointer).asText())
        .isEqualTo(value);
  }

  @Test
  void quotedTapIsRead() {
    String tap = "KTAP version 1\n1..1\n    KTAP version 1\n    1..1\n\n    ok 1 a\nok 1 b\n";
    CommandLineRun run =
        CommandLineRun.withInput(tap.replaceAll("(?m)^(?=.)", "> "), "parse", "ktap");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).isEqualTo(CommandLineRun.withInput(tap, "parse", "ktap").out());
    assertThat(run.out()).contains("\"problems\" : [ ]");
  }

  @Test
  void limitsOfTwoHostsAreBothKept() {
    String limits = "add_addr_accepted 0 subflows 2\nadd_addr_accepted 8 subflows 4\n";
    CommandLineRun run = CommandLineRun.withInput(limits, "parse", "ip-mptcp");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("\"subflows\" : 2", "\"subflows#2\" : \"4\"", "\"add_addr_accepted#2\" : \"8\"");
  }
}
