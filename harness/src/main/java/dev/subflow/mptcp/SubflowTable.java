// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The TCP sockets of a network namespace, as {@code ss -t} shows them.
 *
 * @param sockets subflows and plain TCP, in the order printed
 * @param unrecognised lines that no socket could be read from, such as rows of another protocol
 * @param raw the whole output
 */
public record SubflowTable(List<TcpSocket> sockets, List<String> unrecognised, String raw) {
  public SubflowTable {
    sockets = List.copyOf(sockets);
    unrecognised = List.copyOf(unrecognised);
    Objects.requireNonNull(raw, "raw");
  }

  /** Reads what {@code ss -t} prints; the same freedom as {@link SocketTable#parse}. */
  public static SubflowTable parse(String output) {
    SocketLines.Result lines = SocketLines.parse(output, SequenceNumbers.OF_SUBFLOWS);
    List<TcpSocket> sockets = new ArrayList<>();
    List<String> unrecognised = new ArrayList<>(lines.unrecognised());
    for (SocketLines.Row row : lines.rows()) {
      if (row.netid().orElse("tcp").equals("tcp")) {
        sockets.add(TcpSocket.of(row));
      } else {
        unrecognised.add(row.raw());
      }
    }
    return new SubflowTable(sockets, unrecognised, output);
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
   * The subflows of one connection, found by its tokens: a socket that joined from here carries the
   * peer's token only, which the initial subflow has too.
   */
  public List<TcpSocket> of(MptcpSocket connection) {
    OptionalLong token = connection.token();
    if (token.isEmpty()) {
      return List.of();
    }
    Set<Long> remote =
        sockets.stream()
            .flatMap(s -> s.subflow().stream())
            .filter(s -> s.localToken().equals(token) && s.remoteToken().orElse(0) != 0)
            .map(s -> s.remoteToken().getAsLong())
            .collect(Collectors.toSet());
    return sockets.stream()
        .filter(s -> s.subflow().filter(i -> belongs(i, token, remote)).isPresent())
        .toList();
  }

  private static boolean belongs(SubflowInfo subflow, OptionalLong token, Set<Long> remote) {
    if (subflow.localToken().orElse(0) != 0) {
      return subflow.localToken().equals(token);
    }
    return remote.contains(subflow.remoteToken().orElse(0));
  }
}
