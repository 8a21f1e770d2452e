// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.support;

import static org.awaitility.Awaitility.await;

import dev.subflow.guest.Command;
import dev.subflow.guest.RunningCommand;
import dev.subflow.mptcp.Connection;
import dev.subflow.stack.MptcpHost;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The demo of a server that answers each byte with the next one after a while, and a client that
 * sends back what it got for ever.
 */
public final class SocketDemo implements AutoCloseable {
  /** Where the server listens. */
  public static final int PORT = 9734;

  private static final Duration LIFETIME = Duration.ofMinutes(5);

  private final String address;
  private final RunningCommand server;
  private final RunningCommand client;
  private final boolean ownsServer;

  private SocketDemo(
      String address, RunningCommand server, RunningCommand client, boolean ownsServer) {
    this.address = address;
    this.server = server;
    this.client = client;
    this.ownsServer = ownsServer;
  }

  /**
   * Starts the server, waits until it listens, and starts the client towards an address of the
   * server; an answer takes a second.
   */
  public static SocketDemo start(MptcpHost server, MptcpHost client, String address) {
    return start(server, client, address, Duration.ofSeconds(1));
  }

  /** Starts a demo with another time that an answer takes. */
  public static SocketDemo start(
      MptcpHost server, MptcpHost client, String address, Duration delay) {
    RunningCommand serving =
        server
            .guest()
            .start(command("mptcp-server", "--port", PORT, "--delay-ms", delay.toMillis()));
    await("the demo server listens")
        .atMost(Duration.ofSeconds(20))
        .failFast("the demo server ended", () -> !serving.isRunning())
        .until(() -> !server.listening().listening().isEmpty());
    return new SocketDemo(address, serving, ask(client, address), true);
  }

  /** One more client of the same server. */
  public SocketDemo another(MptcpHost client) {
    return new SocketDemo(address, server, ask(client, address), false);
  }

  private static RunningCommand ask(MptcpHost client, String address) {
    return client.guest().start(command("mptcp-client", address, PORT));
  }

  private static Command command(Object... words) {
    return Command.of(List.of(words).stream().map(Object::toString).toArray(String[]::new))
        .timeout(LIFETIME);
  }

  /** The connection, seen from the client. */
  public Connection connection() {
    return Connection.to(address, PORT);
  }

  /**
   * Number of answers that the client has printed; an assertion error if one got lost or came
   * twice, for each is the byte after the last one.
   */
  public long answers() {
    if (!client.isRunning()) {
      throw new AssertionError("the demo client ended: " + client.result());
    }
    List<String> answers = client.stdout().lines().filter(l -> l.startsWith("received: ")).toList();
    List<String> due =
        IntStream.rangeClosed(1, answers.size())
            .mapToObj(i -> "received: " + shown('A' + i))
            .toList();
    if (!answers.equals(due)) {
      throw new AssertionError("expected the answers " + due + " but got " + answers);
    }
    return answers.size();
  }

  private static String shown(int value) {
    int code = value & 0xff;
    return code > ' ' && code < 0x7f ? String.valueOf((char) code) : String.format("\\x%02x", code);
  }

  /** Output of the client. */
  public String clientOutput() {
    return client.stdout();
  }

  /** Output of the server. */
  public String serverOutput() {
    return server.stdout();
  }

  /** Waits until the client has got this many more answers. */
  public void awaitMoreAnswers(int count, Duration limit) {
    long before = answers();
    await(count + " more answers").atMost(limit).until(() -> answers() >= before + count);
  }

  @Override
  public void close() {
    client.close();
    if (ownsServer) {
      server.close();
    }
  }
}
