// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.programs;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.subflow.guest.Command;
import dev.subflow.guest.RunningCommand;
import dev.subflow.mptcp.Connection;
import dev.subflow.stack.MptcpHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client that has said hello to a server, which has answered; both keep the connection. */
final class Hello implements AutoCloseable {
  static final int PORT = 9736;
  static final int TCP = 6;
  static final int MPTCP = 262;

  // protocol: 262
  private static final Pattern PROTOCOL = Pattern.compile("protocol: (\\d+)");
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final RunningCommand server;
  private final RunningCommand client;

  private Hello(RunningCommand server, RunningCommand client) {
    this.server = server;
    this.client = client;
  }

  /** Starts the server, waits until it listens, starts the client and waits for its answer. */
  static Hello say(MptcpHost client, Command asking, MptcpHost server, Command serving) {
    RunningCommand listener = server.guest().start(serving);
    await("the server listens")
        .atMost(LIMIT)
        .failFast("the server ended: " + serving.argv(), () -> !listener.isRunning())
        .until(() -> server.guest().succeed("ss", "-HOntl").stdout().contains(":" + PORT));
    Hello hello = new Hello(listener, client.guest().start(asking));
    await("the answer")
        .atMost(LIMIT)
        .failFast("an end failed", hello::hasFailed)
        .until(() -> hello.bothReceived());
    return hello;
  }

  /** Waits for the output of two guests, which comes by two ways, whichever printed first. */
  private boolean bothReceived() {
    return clientOutput().contains("received: ") && serverOutput().contains("received: ");
  }

  /** Command under {@code mptcpize}, which tells what it does. */
  static Command mptcpize(Command command) {
    List<String> argv = new ArrayList<>(List.of("mptcpize", "run"));
    argv.addAll(command.argv());
    return Command.of(argv.toArray(String[]::new)).env("MPTCPWRAP_DEBUG", "1");
  }

  private boolean hasFailed() {
    return List.of(server, client).stream()
        .anyMatch(end -> end.result().filter(r -> !r.isSuccess()).isPresent());
  }

  /** The connection to an address, seen from the client. */
  static Connection connectionTo(String address) {
    return Connection.to(address, PORT);
  }

  String clientOutput() {
    return client.stdout();
  }

  String clientComplaints() {
    return client.stderr();
  }

  String serverOutput() {
    return server.stdout();
  }

  /** Protocol of the client's socket, by its own words. */
  int clientProtocol() {
    return protocol(client.stdout());
  }

  /** Protocol of the socket that the server accepted, by its own words. */
  int serverProtocol() {
    return protocol(server.stdout());
  }

  private static int protocol(String output) {
    Matcher m = PROTOCOL.matcher(output);
    if (!m.find()) {
      throw new AssertionError("no protocol in: " + output);
    }
    return Integer.parseInt(m.group(1));
  }

  /** Lets the client close the connection, and checks that both ends are content. */
  void finish() {
    client.closeStdin();
    for (RunningCommand end : List.of(client, server)) {
      assertThat(end.await(LIMIT)).isSuccess();
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
