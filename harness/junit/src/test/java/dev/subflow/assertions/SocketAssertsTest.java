// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.assertions.SubflowAssertions.assertThatThrownBy;

import dev.subflow.mptcp.Connection;
import dev.subflow.mptcp.SocketState;
import dev.subflow.mptcp.SocketTable;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class SocketAssertsTest {
  private static final String LINE =
      "ESTAB 0 0 10.0.1.1:40000 10.0.1.2:9734 subflows:1 add_addr_signal:2 add_addr_accepted:3"
          + " remote_key token:a3 local_addr_used:4 csum_enabled:1 bytes_sent:10 bytes_received:20"
          + " subflows_total:2";
  private static final SocketTable TABLE =
      SocketTable.parse(LINE + "\nLISTEN 0 5 0.0.0.0:9734 0.0.0.0:*\n");
  private static final SocketTable FALLBACK =
      SocketTable.parse("CLOSE-WAIT 0 0 10.0.1.1:40000 10.0.1.2:9734 fallback token:a3");
  private static final SocketTable UNREADABLE = SocketTable.parse("what is this?");
  private static final Connection CONNECTION = Connection.of("10.0.1.1", 40000, "10.0.1.2", 9734);

  @Test
  void whatHoldsPasses() {
    assertThat(TABLE)
        .hasEstablished()
        .hasEstablished(1)
        .listensOn(9734)
        .listensOn("0.0.0.0", 9734)
        .doesNotListenOn(9735)
        .hasNo(Connection.toPort(9735));
    assertThat(TABLE)
        .mptcp(CONNECTION.reversed())
        .isEstablished()
        .hasState(SocketState.ESTABLISHED)
        .hasSubflows(1)
        .hasSubflowsTotal(2)
        .hasLocalAddressesUsed(4)
        .hasAddAddrSignal(2)
        .hasAddAddrAccepted(3)
        .isNotFallback()
        .hasRemoteKey()
        .usesChecksum()
        .hasSentAtLeast(10)
        .hasReceivedAtLeast(20)
        .hasField("token", "a3");
    assertThat(FALLBACK).mptcp(CONNECTION).isFallback().usesNoChecksum();
    assertThat(SocketTable.parse("")).isEmpty();
  }

  @Test
  void aMissingConnectionShowsWhatThereIs() {
    fails(() -> assertThat(TABLE).mptcp(Connection.to("10.0.1.2", 9999)))
        .hasMessage(
            """
            expected one MPTCP socket of *:* -> 10.0.1.2:9999 but found none
            there are:
              ESTAB 10.0.1.1:40000 -> 10.0.1.2:9734
              LISTEN 0.0.0.0:9734 -> 0.0.0.0:*
            --- output
            """
                + TABLE.raw().strip());
  }

  @Test
  void twoSocketsOfAConnectionAreTooMany() {
    fails(() -> assertThat(SocketTable.parse(LINE + "\n" + LINE)).mptcp(CONNECTION))
        .hasMessageContaining("but found 2\nfound:\n  ESTAB 10.0.1.1:40000 -> 10.0.1.2:9734\n");
  }

  @Test
  void tableAssertionsFail() {
    fails(() -> assertThat(TABLE).hasEstablished(2))
        .hasMessageContaining("expected 2 established MPTCP sockets but found 1\nfound:\n  ESTAB");
    fails(() -> assertThat(FALLBACK).hasEstablished())
        .hasMessageContaining("expected an established MPTCP socket\nfound:\n  CLOSE-WAIT");
    fails(() -> assertThat(TABLE).listensOn(9735))
        .hasMessageContaining(
            "expected an MPTCP listener on *:9735\nfound:\n  LISTEN 0.0.0.0:9734");
    fails(() -> assertThat(TABLE).listensOn("10.0.1.2", 9734))
        .hasMessageContaining("expected an MPTCP listener on 10.0.1.2:9734");
    fails(() -> assertThat(TABLE).doesNotListenOn(9734))
        .hasMessageContaining("expected no MPTCP listener on port 9734\nunexpected:\n  LISTEN");
    fails(() -> assertThat(TABLE).hasNo(CONNECTION))
        .hasMessageContaining("expected no MPTCP socket of 10.0.1.1:40000 -> 10.0.1.2:9734");
    fails(() -> assertThat(TABLE).isEmpty())
        .hasMessageContaining("expected no MPTCP sockets\nunexpected:\n  ESTAB");
  }

  @Test
  void absenceIsNotClaimedOfUnreadableOutput() {
    String message = "could not read every line of the output\nunreadable:\n  what is this?";
    fails(() -> assertThat(UNREADABLE).isEmpty()).hasMessageContaining(message);
    fails(() -> assertThat(UNREADABLE).hasNo(CONNECTION)).hasMessageContaining(message);
    fails(() -> assertThat(UNREADABLE).hasEstablished(0)).hasMessageContaining(message);
    fails(() -> assertThat(UNREADABLE).doesNotListenOn(1)).hasMessageContaining(message);
  }

  @Test
  void socketAssertionsShowBothValuesAndTheLine() {
    fails(() -> socket().hasSubflows(2))
        .hasMessage("expected subflows beside the initial one: 2 but was 1\n--- output\n" + LINE);
    fails(() -> socket().hasSubflowsTotal(3)).hasMessageContaining("in all: 3 but was 2");
    fails(() -> socket().hasLocalAddressesUsed(1)).hasMessageContaining("in use: 1 but was 4");
    fails(() -> socket().hasAddAddrSignal(0)).hasMessageContaining("announced: 0 but was 2");
    fails(() -> socket().hasAddAddrAccepted(0)).hasMessageContaining("accepted: 0 but was 3");
    fails(() -> socket().hasState(SocketState.LISTEN))
        .hasMessageContaining("expected state LISTEN but was ESTABLISHED");
    fails(() -> fallback().isEstablished())
        .hasMessageContaining("expected state ESTABLISHED but was CLOSE_WAIT");
    fails(() -> socket().isFallback()).hasMessageContaining("but it speaks MPTCP");
    fails(() -> fallback().isNotFallback()).hasMessageContaining("it has fallen back to TCP");
    fails(() -> fallback().hasRemoteKey()).hasMessageContaining("to have the peer's key");
    fails(() -> fallback().usesChecksum()).hasMessageContaining("true but was false");
    fails(() -> socket().usesNoChecksum()).hasMessageContaining("false but was true");
    fails(() -> socket().hasSentAtLeast(11))
        .hasMessageContaining("expected bytes sent of at least 11 but was 10");
    fails(() -> socket().hasReceivedAtLeast(21))
        .hasMessageContaining("expected bytes received of at least 21 but was 20");
    fails(() -> socket().hasField("token", "b"))
        .hasMessageContaining("expected field token to be b but was a3");
    fails(() -> socket().hasField("new", "b")).hasMessageContaining("but was (absent)");
  }

  @Test
  void aDescriptionGoesAlong() {
    fails(() -> assertThat(TABLE).as("after the cut").mptcp(CONNECTION).hasSubflows(0))
        .hasMessageStartingWith("[after the cut] expected subflows");
  }

  private static MptcpSocketAssert socket() {
    return assertThat(TABLE.of(CONNECTION).get(0));
  }

  private static MptcpSocketAssert fallback() {
    return assertThat(FALLBACK.of(CONNECTION).get(0));
  }

  private static AbstractThrowableAssert<?, ?> fails(ThrowingCallable call) {
    return assertThatThrownBy(call).isInstanceOf(AssertionError.class);
  }
}
