// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SocketInfoTest {
  // mptcp-puppet on 6.12.107, cut short
  private static final String ANSWER =
      """
      {"ok":true,"mptcp":{"subflows":1,"fallback":false,"remote_key":true,"token":1437190943,\
      "write_seq":11854365809280279456,"bytes_sent":30,"subflows_total":2},\
      "tcp":[{"mss":1448,"bytes_acked":31},{"mss":1428,"bytes_acked":1}],\
      "addresses":[{"local":"10.0.1.1:49652","peer":"10.0.1.2:9740"},\
      {"local":"[fd00:1::1]:51962","peer":"[fd00:1::2]:9740"}],\
      "full":{"mptcp":{"subflows":1,"fallback":false,"remote_key":true,"token":1437190943},\
      "subflows":[{"id":7,"addresses":{"local":"10.0.1.1:49652","peer":"10.0.1.2:9740"},\
      "tcp":{"mss":1448}}]}}""";

  private static MptcpSocket socket(String fields) {
    return SocketTable.parse("ESTAB 0 0 10.0.1.1:49652 10.0.1.2:9740 " + fields + "\n")
        .sockets()
        .get(0);
  }

  @Test
  void everyOptionIsRead() {
    SocketInfo info = SocketInfo.parse(ANSWER);

    assertThat(info.mptcp().get("write_seq"))
        .isEqualTo(Long.parseUnsignedLong("11854365809280279456"));
    assertThat(info.mptcp().fallback()).isFalse();
    assertThat(info.mptcp().remoteKey()).isTrue();
    assertThat(info.tcp()).extracting(t -> t.get("mss")).containsExactly(1448L, 1428L);
    assertThat(info.ends())
        .containsExactly(
            Connection.of("10.0.1.1", 49652, "10.0.1.2", 9740),
            Connection.of("fd00:1::1", 51962, "fd00:1::2", 9740));
    assertThat(info.fullMptcp().get("token")).isEqualTo(1437190943);
    assertThat(info.fullSubflows()).extracting(SubflowDetails::id).containsExactly(7L);
    assertThat(info.fullSubflows().get(0).ends()).isEqualTo(info.ends().get(0));
  }

  @Test
  void whatSsSaysTheSameIsNoDifference() {
    MptcpInfo info = SocketInfo.parse(ANSWER).mptcp();
    String same =
        "subflows:1 remote_key token:55a9cb1f write_seq:11854365809280279456 bytes_sent:30"
            + " subflows_total:2";

    assertThat(info.differences(socket(same))).isEmpty();
    assertThat(info.differences(socket(same.replace("sent:30", "sent:31"))))
        .isEqualTo(List.of("bytes_sent: getsockopt 30, ss 31"));
    assertThat(info.differences(socket(same.replace("subflows:1 ", ""))))
        .isEqualTo(List.of("subflows: getsockopt 1, ss nothing"));
    assertThat(info.differences(socket(same.replace("remote_key ", "fallback "))))
        .hasSize(2)
        .allMatch(d -> d.startsWith("fallback:") || d.startsWith("remote_key:"));
    assertThat(info.differences(socket(same.replace("55a9cb1f", "55a9cb1e"))))
        .singleElement()
        .asString()
        .startsWith("token: ");
  }

  @Test
  void otherTextIsRefused() {
    for (String text : List.of("", "{}", "[]", "{\"ok\":false,\"errno\":\"ENOPROTOOPT\"}")) {
      assertThatThrownBy(() -> SocketInfo.parse(text))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not what info answers");
    }
  }
}
