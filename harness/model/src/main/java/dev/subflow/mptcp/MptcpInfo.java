// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.subflow.json.Unsigned;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Answer of {@code getsockopt(MPTCP_INFO)} about a connection.
 *
 * @param values unsigned 64-bit values by the names that {@code ss} has for them
 * @param fallback whether the connection has become plain TCP
 * @param remoteKey whether the peer's key arrived
 */
public record MptcpInfo(@Unsigned Map<String, Long> values, boolean fallback, boolean remoteKey) {
  public MptcpInfo {
    values = InfoValues.copy(values);
  }

  static MptcpInfo of(JsonNode json) {
    return new MptcpInfo(
        InfoValues.of(json),
        json.path("fallback").asBoolean(),
        json.path("remote_key").asBoolean());
  }

  /** A value by its name. */
  public long get(String name) {
    return InfoValues.get(values, name);
  }

  /** Differences from what {@code ss} says, a line for each. */
  public List<String> differences(MptcpSocket socket) {
    Objects.requireNonNull(socket, "socket");
    List<String> all = new ArrayList<>(InfoValues.differences(values, "token", socket.fields()));
    if (get("token") != socket.token().orElse(0)) {
      all.add("token: getsockopt " + get("token") + ", ss " + socket.token());
    }
    if (fallback != socket.isFallback()) {
      all.add("fallback: getsockopt " + fallback + ", ss " + socket.isFallback());
    }
    if (remoteKey != socket.hasRemoteKey()) {
      all.add("remote_key: getsockopt " + remoteKey + ", ss " + socket.hasRemoteKey());
    }
    return List.copyOf(all);
  }
}
