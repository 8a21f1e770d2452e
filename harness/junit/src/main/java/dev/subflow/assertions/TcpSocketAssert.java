// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import dev.subflow.mptcp.SubflowInfo;
import dev.subflow.mptcp.TcpSocket;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Assertions on one TCP socket: a subflow, or plain TCP. */
public final class TcpSocketAssert extends ModelAssert<TcpSocketAssert, TcpSocket> {
  TcpSocketAssert(@Nullable TcpSocket actual) {
    super(actual, TcpSocketAssert.class);
  }

  @Override
  String raw() {
    return model().raw();
  }

  /** Asserts that the socket is a subflow of an MPTCP connection. */
  public TcpSocketAssert isSubflow() {
    return is("a subflow", i -> true);
  }

  /** Asserts that the socket is plain TCP. */
  public TcpSocketAssert isPlainTcp() {
    if (model().subflow().isPresent()) {
      throw failure("expected " + model() + " to be plain TCP but it is a subflow");
    }
    return this;
  }

  /** Asserts that the subflow opened its connection with MP_CAPABLE. */
  public TcpSocketAssert isInitial() {
    return is("an initial subflow", SubflowInfo::isInitial);
  }

  /** Asserts that the subflow joined its connection with MP_JOIN. */
  public TcpSocketAssert isJoin() {
    return is("a joined subflow", SubflowInfo::isJoin);
  }

  /** One of the sides marked it as backup. */
  public TcpSocketAssert isBackup() {
    return is("a backup subflow", SubflowInfo::isBackup);
  }

  /** This side marked it as backup, and the peer did not. */
  public TcpSocketAssert isBackupOfThisSideOnly() {
    return is(
        "a backup subflow of this side only", i -> i.isBackupOfThisSide() && !i.isBackupOfPeer());
  }

  /** The peer marked it as backup, and this side did not. */
  public TcpSocketAssert isBackupOfPeerOnly() {
    return is(
        "a backup subflow of the peer only", i -> i.isBackupOfPeer() && !i.isBackupOfThisSide());
  }

  /** Neither side marked it as backup. */
  public TcpSocketAssert isNotBackup() {
    return is("a subflow that is not backup", i -> !i.isBackup());
  }

  /** The MPTCP handshake on it is complete. */
  public TcpSocketAssert isFullyEstablished() {
    return is("a fully established subflow", SubflowInfo::isFullyEstablished);
  }

  /** Asserts that at least so many bytes were sent and acknowledged, or received. */
  public TcpSocketAssert carriedAtLeast(long bytes) {
    checkAtLeast("bytes carried", bytes, carried());
    return this;
  }

  /** Asserts that no more bytes than this were acknowledged or received. */
  public TcpSocketAssert carriedAtMost(long bytes) {
    if (carried() > bytes) {
      throw failure(
          "expected "
              + model()
              + " to carry at most "
              + bytes
              + " bytes but it carried "
              + carried());
    }
    return this;
  }

  private long carried() {
    return Math.max(model().bytesAcknowledged(), model().bytesReceived());
  }

  /** Asserts that the socket is bound to a NIC. */
  public TcpSocketAssert isBoundTo(String nic) {
    check("NIC it is bound to:", nic, model().local().device().orElse("(none)"));
    return this;
  }

  private TcpSocketAssert is(String what, Predicate<SubflowInfo> test) {
    if (model().subflow().filter(test).isEmpty()) {
      throw failure(
          "expected "
              + model()
              + " to be "
              + what
              + " but "
              + model().subflow().map(i -> "its flags are " + i.flags()).orElse("it is plain TCP"));
    }
    return this;
  }
}
