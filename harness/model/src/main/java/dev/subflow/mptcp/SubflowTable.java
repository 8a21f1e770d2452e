// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * The TCP sockets of a network namespace, as {@code ss -t} shows them.
 *
 * @param sockets subflows and plain TCP, in the order printed
 * @param unrecognised lines that no socket could be read from
 * @param raw the whole output
 */
public record SubflowTable(List<TcpSocket> sockets, List<String> unrecognised, String raw) {
  public SubflowTable {
    sockets = List.copyOf(sockets);
    unrecognised = List.copyOf(unrecognised);
    Objects.requireNonNull(raw, "raw");
  }

  /**
   * Reads what {@code ss -t} prints; the same freedom as {@link SocketTable#parse}, and of {@code
   * ss -tM} the TCP rows.
   */
  public static SubflowTable parse(String output) {
    SocketLines.Result lines = SocketLines.parse(output, SequenceNumbers.OF_SUBFLOWS);
    List<TcpSocket> sockets = lines.rowsOf("tcp").map(TcpSocket::of).toList();
    return new SubflowTable(sockets, lines.unrecognised(), output);
  }

  /** Sockets that belong to some MPTCP connection. */
  public List<TcpSocket> subflows() {
    return sockets.stream().filter(s -> s.subflow().isPresent()).toList();
  }

  /** Sockets that are plain TCP. */
  public List<TcpSocket> plain() {
    return sockets.stream().filter(s -> s.subflow().isEmpty()).toList();
  }

  /**
   * The subflows of one connection, found by its token. Kernels before 7 tell nobody without
   * CAP_NET_ADMIN what is a subflow.
   */
  public List<TcpSocket> of(MptcpSocket connection) {
    OptionalLong token = connection.token();
    return sockets.stream()
        .filter(s -> token.isPresent())
        .filter(s -> s.subflow().filter(i -> i.localToken().equals(token)).isPresent())
        .toList();
  }
}
