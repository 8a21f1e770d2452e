// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.util.Objects;

/**
 * The two ends of a connection, seen from either side.
 *
 * @param local the near end; {@link SocketEnd#ANY} where it does not matter
 * @param peer the far end
 */
public record Connection(SocketEnd local, SocketEnd peer) {
  public Connection {
    Objects.requireNonNull(local, "local");
    Objects.requireNonNull(peer, "peer");
  }

  /** A connection whose four values are known. */
  public static Connection of(String localHost, int localPort, String peerHost, int peerPort) {
    return new Connection(SocketEnd.of(localHost, localPort), SocketEnd.of(peerHost, peerPort));
  }

  /** Any connection between two addresses. */
  public static Connection between(String localHost, String peerHost) {
    return new Connection(SocketEnd.of(localHost), SocketEnd.of(peerHost));
  }

  /** Any connection to an address and port. */
  public static Connection to(String peerHost, int peerPort) {
    return new Connection(SocketEnd.ANY, SocketEnd.of(peerHost, peerPort));
  }

  /** Any connection to a port. */
  public static Connection toPort(int peerPort) {
    return to("*", peerPort);
  }

  /** Connection as the other side sees it. */
  public Connection reversed() {
    return new Connection(peer, local);
  }

  boolean isBetween(SocketEnd near, SocketEnd far) {
    return (near.matches(local) && far.matches(peer)) || (near.matches(peer) && far.matches(local));
  }

  @Override
  public String toString() {
    return local + " -> " + peer;
  }
}
