// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import dev.subflow.mptcp.Connection;
import dev.subflow.mptcp.MptcpSocket;
import dev.subflow.mptcp.SocketEnd;
import dev.subflow.mptcp.SocketState;
import dev.subflow.mptcp.SubflowTable;
import dev.subflow.mptcp.TcpSocket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Assertions on the TCP sockets of a host. */
public final class SubflowTableAssert extends ModelAssert<SubflowTableAssert, SubflowTable> {
  SubflowTableAssert(@Nullable SubflowTable actual) {
    super(actual, SubflowTableAssert.class);
  }

  @Override
  String raw() {
    return model().raw();
  }

  /** Goes on with those sockets that are subflows of one connection. */
  public SubflowTableAssert of(MptcpSocket connection) {
    return only(model().of(connection));
  }

  /** Goes on with those sockets that are subflows in state ESTAB. */
  public SubflowTableAssert established() {
    return only(
        model().subflows().stream().filter(s -> s.state() == SocketState.ESTABLISHED).toList());
  }

  private SubflowTableAssert only(List<TcpSocket> sockets) {
    SubflowTable all = model();
    return new SubflowTableAssert(new SubflowTable(sockets, all.unrecognised(), all.raw()))
        .as(info.description());
  }

  /** Goes on with the one socket between two ends. */
  public TcpSocketAssert tcp(Connection connection) {
    List<TcpSocket> found = model().sockets().stream().filter(s -> s.isOf(connection)).toList();
    if (found.size() != 1) {
      throw failure(
          "expected one TCP socket of "
              + connection
              + " but found "
              + (found.isEmpty() ? "none" : found.size())
              + list("found", found.isEmpty() ? model().sockets() : found));
    }
    return new TcpSocketAssert(found.get(0)).as(info.description());
  }

  /** There are this many sockets. */
  public SubflowTableAssert hasSize(int count) {
    checkUnderstood(model().unrecognised());
    if (model().sockets().size() != count) {
      throw failure(
          "expected "
              + count
              + " subflows but found "
              + model().sockets().size()
              + list("found", model().sockets()));
    }
    return this;
  }

  /** The sockets run between just these pairs of addresses, written {@code 10.0.1.1 10.0.1.2}. */
  public SubflowTableAssert hasPaths(String... paths) {
    checkUnderstood(model().unrecognised());
    List<TcpSocket> unexpected = new ArrayList<>(model().sockets());
    List<String> missing = new ArrayList<>();
    for (String path : paths) {
      String[] ends = path.split(" ", -1);
      if (ends.length != 2) {
        throw new IllegalArgumentException("\"" + path + "\" is not two addresses and a space");
      }
      Connection wanted = new Connection(SocketEnd.of(ends[0]), SocketEnd.of(ends[1]));
      TcpSocket found = unexpected.stream().filter(s -> s.isOf(wanted)).findFirst().orElse(null);
      if (found == null) {
        missing.add(path);
      } else {
        unexpected.remove(found);
      }
    }
    checkNothing("expected subflows on " + paths.length + " paths", missing, unexpected);
    return this;
  }

  /** Every socket has sent or received at least so many bytes. */
  public SubflowTableAssert allCarriedAtLeast(long bytes) {
    if (model().sockets().isEmpty()) {
      throw failure("expected subflows that carry data but found none");
    }
    List<String> idle =
        model().sockets().stream()
            .filter(s -> Math.max(s.bytesAcknowledged(), s.bytesReceived()) < bytes)
            .map(
                s ->
                    s + " acknowledged:" + s.bytesAcknowledged() + " received:" + s.bytesReceived())
            .toList();
    checkNothing("expected each subflow to carry at least " + bytes + " bytes", List.of(), idle);
    return this;
  }
}
