// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.util.List;
import java.util.Objects;

/**
 * The MPTCP sockets of a network namespace, as {@code ss -M} shows them.
 *
 * @param sockets in the order printed
 * @param unrecognised lines that no socket could be read from
 * @param raw the whole output
 */
public record SocketTable(List<MptcpSocket> sockets, List<String> unrecognised, String raw) {
  public SocketTable {
    sockets = List.copyOf(sockets);
    unrecognised = List.copyOf(unrecognised);
    Objects.requireNonNull(raw, "raw");
  }

  /**
   * Reads what {@code ss -M} prints, with or without {@code -H}, {@code -O}, {@code -i}, {@code
   * -e}, {@code -m}, {@code -p}, and of {@code ss -tM} the MPTCP rows. Takes any text; what it
   * can't read goes to {@link #unrecognised}.
   */
  public static SocketTable parse(String output) {
    SocketLines.Result lines = SocketLines.parse(output, SequenceNumbers.OF_SOCKETS);
    List<MptcpSocket> sockets = lines.rowsOf("mptcp").map(MptcpSocket::of).toList();
    return new SocketTable(sockets, lines.unrecognised(), output);
  }

  /** Sockets in one state. */
  public List<MptcpSocket> inState(SocketState state) {
    return sockets.stream().filter(s -> s.state() == state).toList();
  }

  /** Connections in state ESTAB. */
  public List<MptcpSocket> established() {
    return inState(SocketState.ESTABLISHED);
  }

  /** Listeners. */
  public List<MptcpSocket> listening() {
    return inState(SocketState.LISTEN);
  }

  /** Sockets of a connection, in any state but LISTEN, whichever side they are on. */
  public List<MptcpSocket> of(Connection connection) {
    return sockets.stream()
        .filter(s -> s.state() != SocketState.LISTEN && s.isOf(connection))
        .toList();
  }
}
