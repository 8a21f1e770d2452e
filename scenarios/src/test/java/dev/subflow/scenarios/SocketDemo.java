// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios;

import static org.awaitility.Awaitility.await;

import dev.subflow.guest.Command;
import dev.subflow.guest.RunningCommand;
import dev.subflow.mptcp.Connection;
import dev.subflow.stack.MptcpHost;
import java.time.Duration;

/**
 * The demo of a server that answers each byte with the next one after a second, and a client that
 * sends back what it got for ever.
 */
final class SocketDemo implements AutoCloseable {
  static final int PORT = 9734;
  private static final Duration LIFETIME = Duration.ofMinutes(5);

  private final String address;
  private final RunningCommand server;
  private final RunningCommand client;

  private SocketDemo(String address, RunningCommand server, RunningCommand client) {
    this.address = address;
    this.server = server;
    this.client = client;
  }

  /**
   * Starts the server, waits until it listens, and starts the client towards an address of the
   * server.
   */
  static SocketDemo start(MptcpHost server, MptcpHost client, String address) {
    RunningCommand serving =
        server
            .guest()
            .start(Command.of("mptcp-server", "--port", String.valueOf(PORT)).timeout(LIFETIME));
    await("the demo server listens")
        .atMost(Duration.ofSeconds(20))
        .failFast("the demo server ended", () -> !serving.isRunning())
        .until(() -> !server.listening().listening().isEmpty());
    RunningCommand asking =
        client
            .guest()
            .start(Command.of("mptcp-client", address, String.valueOf(PORT)).timeout(LIFETIME));
    return new SocketDemo(address, serving, asking);
  }

  /** The connection, seen from the client. */
  Connection connection() {
    return Connection.to(address, PORT);
  }

  /** How many answers the client has printed. */
  long answers() {
    if (!client.isRunning()) {
      throw new AssertionError("the demo client ended: " + client.result());
    }
    return client.stdout().lines().filter(l -> l.startsWith("received")).count();
  }

  /** What the client printed. */
  String clientOutput() {
    return client.stdout();
  }

  /** What the server printed. */
  String serverOutput() {
    return server.stdout();
  }

  /** Waits until the client has got this many more answers. */
  void awaitMoreAnswers(int count, Duration limit) {
    long before = answers();
    await(count + " more answers").atMost(limit).until(() -> answers() >= before + count);
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
