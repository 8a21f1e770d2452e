// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

import dev.subflow.mptcp.SocketState;
import dev.subflow.mptcp.SubflowInfo;
import dev.subflow.mptcp.SubflowTable;
import dev.subflow.mptcp.TcpSocket;
import java.util.List;

/** Established subflows by what each side made of them, and by their address IDs. */
final class SubflowWords {
  private SubflowWords() {}

  static List<String> of(SubflowTable table) {
    return table.sockets().stream()
        .filter(s -> s.state() == SocketState.ESTABLISHED)
        .flatMap(s -> s.subflow().map(info -> line(s, info)).stream())
        .sorted()
        .toList();
  }

  /** Such as {@code 10.0.2.1 > 10.0.1.2 flags:Jje ids:2 > 0}; this side is told first. */
  private static String line(TcpSocket socket, SubflowInfo info) {
    // Whether a mapping is there at the moment is a matter of when ss was asked.
    String flags = socket.fields().find("flags").orElse("").replace("v", "");
    String ids =
        info.localId().isPresent() && info.remoteId().isPresent()
            ? " ids:" + info.localId().getAsInt() + " > " + info.remoteId().getAsInt()
            : "";
    return socket.local().host() + " > " + socket.peer().host() + " flags:" + flags + ids;
  }
}
