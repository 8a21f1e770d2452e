// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.subflow.guest.Command;
import dev.subflow.guest.RunningCommand;
import dev.subflow.mptcp.Connection;
import dev.subflow.stack.MptcpHost;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A transfer of known bytes from a client to a server, checked with SHA-256 at both ends. */
final class Flow implements AutoCloseable {
  static final int PORT = 9735;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  private final String address;
  private final RunningCommand receiver;
  private final RunningCommand sender;

  private Flow(String address, RunningCommand receiver, RunningCommand sender) {
    this.address = address;
    this.receiver = receiver;
    this.sender = sender;
  }

  /** Protocol that an end asks for. */
  enum Protocol {
    MPTCP,
    TCP;

    String option() {
      return "--" + name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** What one end reports. */
  record Report(String sha256, long bytes, String protocol, boolean fallback) {}

  static Flow start(MptcpHost client, MptcpHost server, String address, long bytes) {
    return start(client, Protocol.MPTCP, server, Protocol.MPTCP, address, bytes);
  }

  /** Connects over MPTCP; the payload waits for {@link #send}. */
  static Flow connect(MptcpHost client, MptcpHost server, String address, long bytes) {
    return start(client, Protocol.MPTCP, server, Protocol.MPTCP, address, bytes, "--wait");
  }

  /** Starts a transfer; both ends keep the connection after it until {@link #finish}. */
  static Flow start(
      MptcpHost client,
      Protocol from,
      MptcpHost server,
      Protocol to,
      String address,
      long bytes,
      String... ofSender) {
    RunningCommand receiver = server.guest().start(command(to, bytes, "recv", "--listen"));
    await("the receiver listens")
        .atMost(Duration.ofSeconds(20))
        .failFast("the receiver ended", () -> !receiver.isRunning())
        .until(
            () ->
                server
                        .guest()
                        .succeed("ss", "-HOntl", "sport", "=", ":" + PORT)
                        .stdout()
                        .contains(":" + PORT)
                    || server.guest().succeed("ss", "-HOnMl").stdout().contains(":" + PORT));
    RunningCommand sender = client.guest().start(command(from, bytes, sending(address, ofSender)));
    return new Flow(address, receiver, sender);
  }

  private static String[] sending(String address, String... options) {
    List<String> role = new ArrayList<>(List.of("send", "--connect", address));
    role.addAll(List.of(options));
    return role.toArray(String[]::new);
  }

  private static Command command(Protocol protocol, long bytes, String... role) {
    List<String> argv = new ArrayList<>(List.of("flow"));
    argv.addAll(List.of(role));
    argv.addAll(
        List.of(
            "--port",
            String.valueOf(PORT),
            protocol.option(),
            "--bytes",
            String.valueOf(bytes),
            "--hold"));
    return Command.of(argv.toArray(String[]::new)).timeout(LIMIT);
  }

  /** Sends the payload of a flow that waits. */
  void send() {
    sender.write("\n".getBytes(StandardCharsets.UTF_8));
  }

  /** The connection, seen from the client. */
  Connection connection() {
    return Connection.to(address, PORT);
  }

  /** Waits until every byte has arrived and its hash is right; the connection stays. */
  Report awaitArrival() {
    await("the payload arrives")
        .atMost(LIMIT)
        .failFast("the receiver failed: " + address, () -> failed(receiver))
        .failFast("the sender failed: " + address, () -> failed(sender))
        .until(() -> receiver.stdout().contains("}") && sender.stdout().contains("}"));
    Report received = report(receiver.stdout());
    assertThat(received.sha256())
        .as("hash of what arrived")
        .isEqualTo(report(sender.stdout()).sha256());
    return received;
  }

  /** What the sending end reports. */
  Report sent() {
    return report(sender.stdout());
  }

  private static boolean failed(RunningCommand end) {
    return end.result().filter(r -> !r.isSuccess()).isPresent();
  }

  private static Report report(String stdout) {
    try {
      JsonNode json = new ObjectMapper().readTree(stdout);
      return new Report(
          json.path("sha256").asText(),
          json.path("bytes").asLong(),
          json.path("protocol").asText(),
          json.path("fallback").asBoolean());
    } catch (JsonProcessingException e) {
      throw new AssertionError("flow printed no JSON: " + stdout, e);
    }
  }

  /** Lets both ends close the connection and checks that they do. */
  void finish() {
    List.of(sender, receiver).forEach(RunningCommand::closeStdin);
    for (RunningCommand end : List.of(sender, receiver)) {
      assertThat(end.await(Duration.ofSeconds(20))).isSuccess();
    }
  }

  @Override
  public void close() {
    sender.close();
    receiver.close();
  }
}
