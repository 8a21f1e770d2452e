// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.util.Objects;
import java.util.Optional;

/**
 * A TCP socket as {@code ss -t} shows it: a subflow of an MPTCP connection, or plain TCP.
 *
 * @param state state of the TCP connection
 * @param receiveQueue bytes not read yet
 * @param sendQueue bytes not acknowledged yet
 * @param local near end, with the NIC it is bound to
 * @param peer far end
 * @param subflow what makes it a subflow; empty of plain TCP
 * @param fields everything after the addresses
 * @param raw the text it was read from
 */
public record TcpSocket(
    SocketState state,
    long receiveQueue,
    long sendQueue,
    SocketEnd local,
    SocketEnd peer,
    Optional<SubflowInfo> subflow,
    Fields fields,
    String raw) {
  public TcpSocket {
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(local, "local");
    Objects.requireNonNull(peer, "peer");
    Objects.requireNonNull(subflow, "subflow");
    Objects.requireNonNull(fields, "fields");
    Objects.requireNonNull(raw, "raw");
  }

  static TcpSocket of(SocketLines.Row row) {
    return new TcpSocket(
        row.state(),
        row.receiveQueue(),
        row.sendQueue(),
        row.local(),
        row.peer(),
        SubflowInfo.of(row.fields()),
        row.fields(),
        row.raw());
  }

  /** Whether these are the ends of a connection, whichever side this socket is on. */
  public boolean isOf(Connection connection) {
    return connection.isBetween(local, peer);
  }

  /** Payload bytes sent, retransmissions among them. */
  public long bytesSent() {
    return fields.count("bytes_sent");
  }

  /** Payload bytes the peer acknowledged. */
  public long bytesAcknowledged() {
    return fields.count("bytes_acked");
  }

  /** Payload bytes received. */
  public long bytesReceived() {
    return fields.count("bytes_received");
  }

  /** State and ends. */
  @Override
  public String toString() {
    return state.text() + " " + local + " -> " + peer;
  }
}
