// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import dev.subflow.mptcp.Connection;
import dev.subflow.mptcp.MptcpInfo;
import dev.subflow.mptcp.MptcpSocket;
import dev.subflow.mptcp.SocketInfo;
import dev.subflow.mptcp.SocketTable;
import dev.subflow.mptcp.SubflowDetails;
import dev.subflow.mptcp.SubflowTable;
import dev.subflow.mptcp.TcpInfo;
import dev.subflow.mptcp.TcpSocket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Assertions on what the kernel says of a connection to the program that has it. */
public final class SocketInfoAssert extends ModelAssert<SocketInfoAssert, SocketInfo> {
  SocketInfoAssert(@Nullable SocketInfo actual) {
    super(actual, SocketInfoAssert.class);
  }

  @Override
  String raw() {
    return model().raw();
  }

  @Override
  String title() {
    return "getsockopt";
  }

  /** Asserts that the socket has this many subflows, by each of the options that tell. */
  public SocketInfoAssert hasSubflows(int count) {
    check("subflows of MPTCP_TCPINFO:", count, model().tcp().size());
    check("subflows of MPTCP_SUBFLOW_ADDRS:", count, model().ends().size());
    check("subflows of MPTCP_FULL_INFO:", count, model().fullSubflows().size());
    check("subflows_total of MPTCP_INFO:", (long) count, model().mptcp().get("subflows_total"));
    return this;
  }

  /** All four options say what {@code ss} says of a connection and of its subflows. */
  public SocketInfoAssert agreesWith(SocketTable sockets, SubflowTable subflows) {
    long token = model().mptcp().get("token");
    MptcpSocket socket =
        sockets.sockets().stream()
            .filter(s -> s.token().orElse(-1) == token)
            .findFirst()
            .orElseThrow(
                () -> failure("expected token " + Long.toHexString(token) + "\n" + sockets.raw()));
    List<String> differences = new ArrayList<>();
    add(differences, "MPTCP_INFO ", model().mptcp(), socket);
    add(differences, "MPTCP_FULL_INFO ", model().fullMptcp(), socket);
    List<TcpSocket> own = subflows.of(socket);
    check("subflows that ss shows:", own.size(), model().ends().size());
    for (int i = 0; i < model().ends().size(); i++) {
      Connection ends = model().ends().get(i);
      TcpSocket of = socketOf(ends, own, subflows);
      add(differences, "MPTCP_TCPINFO " + ends + " ", model().tcp().get(i), of);
    }
    for (SubflowDetails subflow : model().fullSubflows()) {
      TcpSocket of = socketOf(subflow.ends(), own, subflows);
      add(differences, "MPTCP_FULL_INFO " + subflow.ends() + " ", subflow.tcp(), of);
    }
    checkNothing("expected getsockopt and ss to agree", List.of(), differences);
    return this;
  }

  private TcpSocket socketOf(Connection ends, List<TcpSocket> own, SubflowTable subflows) {
    return own.stream()
        .filter(s -> s.isOf(ends))
        .findFirst()
        .orElseThrow(() -> failure("ss shows no subflow " + ends + "\n" + subflows.raw()));
  }

  private static void add(List<String> to, String where, MptcpInfo info, MptcpSocket socket) {
    info.differences(socket).forEach(d -> to.add(where + d));
  }

  private static void add(List<String> to, String where, TcpInfo info, TcpSocket socket) {
    info.differences(socket).forEach(d -> to.add(where + d));
  }
}
