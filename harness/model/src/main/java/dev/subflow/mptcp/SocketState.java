// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

/** State of a socket, as {@code ss} names it. */
public enum SocketState {
  ESTABLISHED("ESTAB"),
  SYN_SENT("SYN-SENT"),
  SYN_RECEIVED("SYN-RECV"),
  FIN_WAIT_1("FIN-WAIT-1"),
  FIN_WAIT_2("FIN-WAIT-2"),
  TIME_WAIT("TIME-WAIT"),
  UNCONNECTED("UNCONN"),
  CLOSE_WAIT("CLOSE-WAIT"),
  LAST_ACK("LAST-ACK"),
  LISTEN("LISTEN"),
  CLOSING("CLOSING"),
  /** {@code ss} prints {@code UNKNOWN} or a name that this version does not know. */
  UNKNOWN("UNKNOWN");

  private final String text;

  SocketState(String text) {
    this.text = text;
  }

  /** The word that {@code ss} prints. */
  public String text() {
    return text;
  }

  static SocketState of(String text) {
    for (SocketState state : values()) {
      if (state.text.equals(text)) {
        return state;
      }
    }
    return UNKNOWN;
  }
}
