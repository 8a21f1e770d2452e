// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

import dev.subflow.mptcp.MptcpSocket;
import dev.subflow.mptcp.SocketState;
import dev.subflow.mptcp.SocketTable;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Connected MPTCP sockets by their flags, limits and numbers of subflows. */
final class SocketWords {
  /** The numbers of MPTCP_INFO that say what a connection is, not how much went over it. */
  static final Set<String> KEPT =
      Set.of(
          "subflows",
          "add_addr_signal",
          "add_addr_accepted",
          "subflows_max",
          "add_addr_signal_max",
          "add_addr_accepted_max",
          "fallback",
          "remote_key",
          "local_addr_used",
          "local_addr_max",
          "csum_enabled",
          "subflows_total",
          "endp_laminar_max");

  private SocketWords() {}

  static List<String> of(SocketTable table) {
    return table.sockets().stream()
        .filter(s -> s.state() == SocketState.ESTABLISHED)
        .map(SocketWords::line)
        .sorted()
        .toList();
  }

  private static String line(MptcpSocket socket) {
    return socket.local().host()
        + " > "
        + socket.peer().host()
        + socket.fields().all().stream()
            .filter(f -> KEPT.contains(f.name()))
            .map(f -> " " + f.name() + (f.value().isEmpty() ? "" : ":" + f.value()))
            .collect(Collectors.joining());
  }
}
