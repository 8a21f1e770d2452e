// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.subflow.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Answers of the four options of level {@code SOL_MPTCP} about one connection; lists are in the
 * kernel's order of subflows.
 *
 * @param mptcp {@code MPTCP_INFO}
 * @param tcp {@code MPTCP_TCPINFO}
 * @param ends {@code MPTCP_SUBFLOW_ADDRS}
 * @param fullMptcp {@code MPTCP_FULL_INFO}, the connection
 * @param fullSubflows {@code MPTCP_FULL_INFO}, its subflows
 * @param raw the text it was read from
 */
public record SocketInfo(
    MptcpInfo mptcp,
    List<TcpInfo> tcp,
    List<Connection> ends,
    MptcpInfo fullMptcp,
    List<SubflowDetails> fullSubflows,
    String raw) {
  public SocketInfo {
    Objects.requireNonNull(mptcp, "mptcp");
    tcp = List.copyOf(tcp);
    ends = List.copyOf(ends);
    Objects.requireNonNull(fullMptcp, "fullMptcp");
    fullSubflows = List.copyOf(fullSubflows);
    Objects.requireNonNull(raw, "raw");
  }

  /**
   * Reads the JSON that {@code mptcp-puppet} answers to {@code info}.
   *
   * @throws IllegalArgumentException when it is not that
   */
  public static SocketInfo parse(String json) {
    JsonNode root =
        Json.tree(json)
            .filter(j -> j.path("mptcp").isObject() && j.path("full").isObject())
            .orElseThrow(() -> new IllegalArgumentException("not what info answers: " + json));
    List<TcpInfo> tcp = new ArrayList<>();
    root.path("tcp").forEach(j -> tcp.add(TcpInfo.of(j)));
    List<Connection> ends = new ArrayList<>();
    root.path("addresses").forEach(j -> ends.add(ends(j)));
    List<SubflowDetails> subflows = new ArrayList<>();
    root.path("full")
        .path("subflows")
        .forEach(
            j ->
                subflows.add(
                    new SubflowDetails(
                        j.path("id").asLong(),
                        ends(j.path("addresses")),
                        TcpInfo.of(j.path("tcp")))));
    return new SocketInfo(
        MptcpInfo.of(root.path("mptcp")),
        tcp,
        ends,
        MptcpInfo.of(root.path("full").path("mptcp")),
        subflows,
        json);
  }

  private static Connection ends(JsonNode json) {
    return new Connection(end(json.path("local").asText()), end(json.path("peer").asText()));
  }

  private static SocketEnd end(String text) {
    return SocketEnd.parse(text)
        .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" is no address and port"));
  }
}
