// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import dev.subflow.mptcp.MptcpSocket;
import dev.subflow.mptcp.SocketState;
import org.jspecify.annotations.Nullable;

/** Assertions on one MPTCP socket. */
public final class MptcpSocketAssert extends ModelAssert<MptcpSocketAssert, MptcpSocket> {
  MptcpSocketAssert(@Nullable MptcpSocket actual) {
    super(actual, MptcpSocketAssert.class);
  }

  @Override
  String raw() {
    return model().raw();
  }

  /** Asserts that the socket is in a state. */
  public MptcpSocketAssert hasState(SocketState state) {
    return has("state", state, model().state());
  }

  /** Asserts that the socket is in state ESTAB. */
  public MptcpSocketAssert isEstablished() {
    return hasState(SocketState.ESTABLISHED);
  }

  /** Asserts that the connection has this many subflows beside the initial one. */
  public MptcpSocketAssert hasSubflows(long count) {
    return has("subflows beside the initial one:", count, model().subflows());
  }

  /**
   * Asserts that the connection has this many subflows, the initial one among them; unknown to
   * kernel 6.1 and to iproute2 6.1.
   */
  public MptcpSocketAssert hasSubflowsTotal(long count) {
    return has("subflows in all:", count, model().subflowsTotal());
  }

  /**
   * Asserts that this many local addresses are in use beside the initial one; unknown to iproute2
   * 6.1.
   */
  public MptcpSocketAssert hasLocalAddressesUsed(long count) {
    return has("local addresses in use:", count, model().localAddressesUsed());
  }

  /** Asserts that the connection has announced this many addresses. */
  public MptcpSocketAssert hasAddAddrSignal(long count) {
    return has("addresses announced:", count, model().addAddrSignal());
  }

  /** Asserts that the connection has accepted this many of the peer's announced addresses. */
  public MptcpSocketAssert hasAddAddrAccepted(long count) {
    return has("announced addresses accepted:", count, model().addAddrAccepted());
  }

  /** Asserts that the connection has become plain TCP. */
  public MptcpSocketAssert isFallback() {
    if (!model().isFallback()) {
      throw failure("expected " + model() + " to have fallen back to TCP but it speaks MPTCP");
    }
    return this;
  }

  /** Asserts that the connection speaks MPTCP. */
  public MptcpSocketAssert isNotFallback() {
    if (model().isFallback()) {
      throw failure("expected " + model() + " to speak MPTCP but it has fallen back to TCP");
    }
    return this;
  }

  /** The peer's key arrived. */
  public MptcpSocketAssert hasRemoteKey() {
    if (!model().hasRemoteKey()) {
      throw failure("expected " + model() + " to have the peer's key");
    }
    return this;
  }

  /** Its payload carries checksums. */
  public MptcpSocketAssert usesChecksum() {
    return has("DSS checksums:", true, model().usesChecksum());
  }

  /** Its payload carries no checksums. */
  public MptcpSocketAssert usesNoChecksum() {
    return has("DSS checksums:", false, model().usesChecksum());
  }

  /** Asserts that at least so many bytes were sent; unknown to kernel 6.1 and to iproute2 6.1. */
  public MptcpSocketAssert hasSentAtLeast(long bytes) {
    checkAtLeast("bytes sent", bytes, model().bytesSent());
    return this;
  }

  /**
   * Asserts that at least so many bytes were received; unknown to kernel 6.1 and to iproute2 6.1.
   */
  public MptcpSocketAssert hasReceivedAtLeast(long bytes) {
    checkAtLeast("bytes received", bytes, model().bytesReceived());
    return this;
  }

  /** An item of the line has a value; an empty string for a bare word. */
  public MptcpSocketAssert hasField(String name, String value) {
    return has("field " + name + " to be", value, model().fields().find(name).orElse("(absent)"));
  }

  private MptcpSocketAssert has(String what, Object wanted, Object found) {
    check(what, wanted, found);
    return this;
  }
}
