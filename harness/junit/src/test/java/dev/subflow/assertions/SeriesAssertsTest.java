// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.mptcp.Connection;
import dev.subflow.mptcp.SocketInfo;
import dev.subflow.mptcp.SocketTable;
import dev.subflow.mptcp.SubflowSeries;
import dev.subflow.mptcp.SubflowSeries.Point;
import dev.subflow.mptcp.SubflowTable;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class SeriesAssertsTest {
  private static final SubflowSeries SERIES =
      new SubflowSeries(
          Connection.between("10.0.1.1", "10.0.1.2"),
          List.of(point(0, 100), point(10, 500), point(20, 500), point(30, 500)));

  private static Point point(int at, long acknowledged) {
    return new Point(ms(at), ms(at + 5), acknowledged, 0);
  }

  private static Duration ms(int time) {
    return Duration.ofMillis(time);
  }

  @Test
  void growthIsJudgedBetweenTwoPoints() {
    assertThat(SERIES).grewByAtLeast(400, ms(0), ms(35)).stoodStill(ms(10), ms(35));

    assertThatThrownBy(() -> assertThat(SERIES).grewByAtLeast(1, ms(10), ms(35)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("at least 1 bytes acknowledged from 10 ms to 35 ms")
        .hasMessageContaining("20 ms: acknowledged 500");
    assertThatThrownBy(() -> assertThat(SERIES).stoodStill(ms(0), ms(35)))
        .hasMessageContaining("but there were 400");
  }

  @Test
  void tooFewSamplesAreNoProof() {
    assertThatThrownBy(() -> assertThat(SERIES).stoodStill(ms(20), ms(30)))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("at least two samples");
  }

  @Test
  void socketInfoIsHeldAgainstSs() {
    String mptcp = "{\"subflows_total\":1,\"token\":10,\"bytes_sent\":7}";
    String ends = "{\"local\":\"10.0.1.1:1\",\"peer\":\"10.0.1.2:2\"}";
    SocketInfo info =
        SocketInfo.parse(
            """
            {"mptcp":%1$s,"tcp":[{"mss":99}],"addresses":[%2$s],\
            "full":{"mptcp":%1$s,"subflows":[{"id":1,"addresses":%2$s,"tcp":{"mss":99}}]}}"""
                .formatted(mptcp, ends));
    String both = "ESTAB 0 0 10.0.1.1:1 10.0.1.2:2 ";
    SocketTable sockets = SocketTable.parse(both + "token:a bytes_sent:7 subflows_total:1\n");
    String subflow = "mss:99 tcp-ulp-mptcp flags:Mec token:b(id:0)/a(id:0)\n";

    assertThat(info).hasSubflows(1).agreesWith(sockets, SubflowTable.parse(both + subflow));
    assertThatThrownBy(
            () ->
                assertThat(info)
                    .agreesWith(
                        sockets, SubflowTable.parse(both + subflow.replace("mss:99", "mss:98"))))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("MPTCP_TCPINFO 10.0.1.1:1 -> 10.0.1.2:2 mss: getsockopt 99, ss 98");
    assertThatThrownBy(() -> assertThat(info).hasSubflows(2)).hasMessageContaining("MPTCP_TCPINFO");
  }
}
