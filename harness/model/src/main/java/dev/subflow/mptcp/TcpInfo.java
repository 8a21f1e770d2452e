// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.subflow.json.Unsigned;
import java.util.List;
import java.util.Map;

/**
 * Answer of {@code getsockopt(MPTCP_TCPINFO)} about one subflow: of {@code struct tcp_info} that
 * which changes with the traffic alone.
 *
 * @param values values by the names that {@code ss} has for them
 */
public record TcpInfo(@Unsigned Map<String, Long> values) {
  public TcpInfo {
    values = InfoValues.copy(values);
  }

  static TcpInfo of(JsonNode json) {
    return new TcpInfo(InfoValues.of(json));
  }

  /** A value by its name. */
  public long get(String name) {
    return InfoValues.get(values, name);
  }

  /** Differences from what {@code ss} says, a line for each. */
  public List<String> differences(TcpSocket socket) {
    return InfoValues.differences(values, "", socket.fields());
  }
}
