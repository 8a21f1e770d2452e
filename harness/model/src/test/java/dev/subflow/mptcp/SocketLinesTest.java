// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SocketLinesTest {
  private static SocketLines.Result parse(String output) {
    return SocketLines.parse(output, Set.of());
  }

  private static String row(SocketLines.Row row) {
    return row.state() + " " + row.local() + " " + row.peer();
  }

  @Test
  void linesThatBeginWithASpaceContinueTheOneBefore() {
    SocketLines.Result result =
        parse(
            """
            State Recv-Q Send-Q Local Address:Port Peer Address:Port Process
            ESTAB 1      2      10.0.1.1%eth1:5000 [fd00::2]:80
            \t token:ff
             fallback
            LISTEN 0 5 *:9734 *:*
            """);

    assertThat(result.unrecognised()).isEmpty();
    assertThat(result.rows())
        .extracting(SocketLinesTest::row)
        .containsExactly("ESTABLISHED 10.0.1.1%eth1:5000 [fd00::2]:80", "LISTEN *:9734 *:*");
    SocketLines.Row first = result.rows().get(0);
    assertThat(first.receiveQueue()).isEqualTo(1);
    assertThat(first.sendQueue()).isEqualTo(2);
    assertThat(first.fields().has("fallback")).isTrue();
    assertThat(first.raw()).hasLineCount(3).endsWith(" fallback");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Error: ipv4: FIB table does not exist.",
        "ESTAB 0 0 10.0.1.1:5000",
        "ESTAB 0 0 10.0.1.1 10.0.1.2:80",
        "ESTAB x 0 10.0.1.1:1 10.0.1.2:2",
        "ESTAB 1234567890123456789 0 10.0.1.1:1 10.0.1.2:2",
        "udp UNCONN 0 0 10.0.1.1:1 10.0.1.2:2",
        " token:ff",
      })
  void otherLinesAreKeptAsUnrecognised(String line) {
    SocketLines.Result result = parse(line + "\nLISTEN 0 5 *:1 *:*\n");

    assertThat(result.unrecognised()).containsExactly(line);
    assertThat(result.rows()).hasSize(1);
  }

  @Test
  void aLineOfNothingEndsARow() {
    SocketLines.Result result = parse("LISTEN 0 5 *:1 *:*\n\n token:ff\n");

    assertThat(result.rows())
        .singleElement()
        .extracting(SocketLines.Row::fields)
        .isEqualTo(Fields.NONE);
    assertThat(result.unrecognised()).containsExactly(" token:ff");
  }

  @Test
  void rowsOfAnUnnamedProtocolAreOfTheOneAskedFor() {
    SocketLines.Result result =
        parse("tcp LISTEN 0 5 *:1 *:*\nmptcp LISTEN 0 5 *:2 *:*\nODD 0 -1 *:3 *:*\n");

    assertThat(result.rowsOf("tcp")).extracting(r -> r.local().service()).containsExactly("1", "3");
    assertThat(result.rowsOf("mptcp"))
        .extracting(r -> r.local().service())
        .containsExactly("2", "3");
    assertThat(result.rows().get(2).state()).isEqualTo(SocketState.UNKNOWN);
  }

  static List<Fixture> guests() {
    return Fixture.all().toList();
  }

  /** The same sockets, whether a line is theirs (-O) or several are. */
  @ParameterizedTest
  @MethodSource("guests")
  void oneLineOrSeveralAreTheSameRows(Fixture guest) {
    SocketLines.Result together = parse(guest.text("ss-HOnaiMemp.client"));
    SocketLines.Result apart = parse(guest.text("ss-naiMemp.client"));

    assertThat(together.rows()).isNotEmpty();
    assertThat(together.unrecognised()).isEmpty();
    assertThat(apart.unrecognised()).isEmpty();
    assertThat(apart.rows())
        .extracting(SocketLinesTest::row)
        .containsExactlyInAnyOrderElementsOf(
            together.rows().stream().map(SocketLinesTest::row).toList());
  }

  @Test
  void aSeriesHasThePointsWhereOneSocketWasThere() {
    Connection connection = Connection.of("10.0.1.1", 5000, "10.0.1.2", 80);
    String line = "ESTAB 0 0 10.0.1.1:5000 10.0.1.2:80 bytes_acked:%d bytes_received:3\n";
    List<SubflowSample> samples =
        List.of(
            sample(0, line.formatted(10)),
            sample(1, ""),
            sample(2, line.formatted(20) + line.formatted(30)),
            sample(3, line.formatted(25)),
            sample(9, line.formatted(70)));
    SubflowSeries series = SubflowSeries.of(connection, samples);

    assertThat(series.points()).extracting(p -> p.began().toSeconds()).containsExactly(0L, 3L, 9L);
    assertThat(series.acknowledged()).hasValue(60);
    assertThat(series.between(Duration.ZERO, Duration.ofMillis(3500)).acknowledged()).hasValue(15);
    assertThat(series.between(Duration.ZERO, Duration.ofMillis(3499)).acknowledged())
        .as("the second sample ended later")
        .isEmpty();
  }

  private static SubflowSample sample(int second, String output) {
    Duration began = Duration.ofSeconds(second);
    return new SubflowSample(began, began.plusMillis(500), SubflowTable.parse(output));
  }
}
