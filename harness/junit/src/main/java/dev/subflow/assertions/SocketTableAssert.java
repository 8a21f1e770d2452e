// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import dev.subflow.mptcp.Connection;
import dev.subflow.mptcp.MptcpSocket;
import dev.subflow.mptcp.SocketEnd;
import dev.subflow.mptcp.SocketTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Assertions on the MPTCP sockets of a host. */
public final class SocketTableAssert extends ModelAssert<SocketTableAssert, SocketTable> {
  SocketTableAssert(@Nullable SocketTable actual) {
    super(actual, SocketTableAssert.class);
  }

  @Override
  String raw() {
    return model().raw();
  }

  /** Goes on with the one socket of a connection, whichever side of it this host is. */
  public MptcpSocketAssert mptcp(Connection connection) {
    List<MptcpSocket> found = model().of(connection);
    if (found.size() != 1) {
      throw failure(
          "expected one MPTCP socket of "
              + connection
              + " but found "
              + (found.isEmpty() ? "none" : found.size())
              + list("found", found)
              + (found.isEmpty() ? list("there are", model().sockets()) : ""));
    }
    return new MptcpSocketAssert(found.get(0)).as(info.description());
  }

  /** There is no socket of a connection, in any state but LISTEN. */
  public SocketTableAssert hasNo(Connection connection) {
    checkUnderstood(model().unrecognised());
    checkNothing("expected no MPTCP socket of " + connection, List.of(), model().of(connection));
    return this;
  }

  /** There are this many sockets in state ESTAB. */
  public SocketTableAssert hasEstablished(int count) {
    checkUnderstood(model().unrecognised());
    List<MptcpSocket> found = model().established();
    if (found.size() != count) {
      throw failure(
          "expected "
              + count
              + " established MPTCP sockets but found "
              + found.size()
              + list("found", found));
    }
    return this;
  }

  /** There is at least one socket in state ESTAB. */
  public SocketTableAssert hasEstablished() {
    if (model().established().isEmpty()) {
      throw failure("expected an established MPTCP socket" + list("found", model().sockets()));
    }
    return this;
  }

  /** Something listens on a port, on whatever address. */
  public SocketTableAssert listensOn(int port) {
    return listensOn("*", port);
  }

  /** Something listens on an address, as {@code ss} prints it, and a port. */
  public SocketTableAssert listensOn(String host, int port) {
    SocketEnd wanted = SocketEnd.of(host, port);
    if (model().listening().stream().noneMatch(s -> s.local().matches(wanted))) {
      throw failure("expected an MPTCP listener on " + wanted + list("found", model().listening()));
    }
    return this;
  }

  /** Nothing listens on a port. */
  public SocketTableAssert doesNotListenOn(int port) {
    checkUnderstood(model().unrecognised());
    SocketEnd wanted = SocketEnd.of("*", port);
    checkNothing(
        "expected no MPTCP listener on port " + port,
        List.of(),
        model().listening().stream().filter(s -> s.local().matches(wanted)).toList());
    return this;
  }

  /** There are no MPTCP sockets at all. */
  public SocketTableAssert isEmpty() {
    checkUnderstood(model().unrecognised());
    checkNothing("expected no MPTCP sockets", List.of(), model().sockets());
    return this;
  }
}
