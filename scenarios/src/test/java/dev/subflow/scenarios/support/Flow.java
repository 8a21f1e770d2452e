// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.support;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.subflow.audit.Transfer;
import dev.subflow.guest.RunningCommand;
import dev.subflow.mptcp.Connection;
import dev.subflow.stack.MptcpHost;
import dev.subflow.wire.LiveWire;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** A transfer of known bytes from a client to a server, checked with SHA-256 at both ends. */
public final class Flow implements AutoCloseable {
  /** Where the server listens. */
  public static final int PORT = 9735;

  /** What {@code flow} sends before the payload, at once. */
  private static final int HEADER_BYTES = 32;

  static final Duration LIMIT = Duration.ofMinutes(2);

  private final String address;
  private final RunningCommand receiver;
  private final RunningCommand sender;

  Flow(String address, RunningCommand receiver, RunningCommand sender) {
    this.address = address;
    this.receiver = receiver;
    this.sender = sender;
  }

  /** Protocol that an end asks for. */
  public enum Protocol {
    MPTCP,
    TCP;

    String option() {
      return "--" + name().toLowerCase(Locale.ROOT);
    }
  }

  /** Report of one end. */
  public record Report(String sha256, long bytes, String protocol, boolean fallback) {}

  /** A transfer yet to be started: from the client to that address of the server. */
  public static FlowPlan plan(MptcpHost client, MptcpHost server, String address) {
    return new FlowPlan(client, server, address);
  }

  /** Starts a transfer over MPTCP; both ends keep the connection after it until {@link #finish}. */
  public static Flow start(MptcpHost client, MptcpHost server, String address, long bytes) {
    return plan(client, server, address).bytes(bytes).start();
  }

  /**
   * Starts a transfer over MPTCP of so little that it is over before another subflow comes, for
   * scenarios about path managers: kernels like 6.12 reset a join that completes while data is out
   * of order ({@code __mptcp_finish_join}).
   */
  public static Flow brief(MptcpHost client, MptcpHost server, String address) {
    return plan(client, server, address).start();
  }

  /** Sends the payload of a flow that waits, or the rest of one that pauses. */
  public void send() {
    sender.write("\n".getBytes(StandardCharsets.UTF_8));
  }

  /** The connection, seen from the client. */
  public Connection connection() {
    return Connection.to(address, PORT);
  }

  /** Waits until every byte has arrived and its hash is right; the connection stays. */
  public Report awaitArrival() {
    Report received = awaitReports();
    assertThat(received.sha256()).as("hash of what arrived").isEqualTo(sent().sha256());
    return received;
  }

  /**
   * Waits until as many bytes have arrived as were sent, and among them wrong ones, as a path that
   * corrupts payload makes them; both ends will fail for it, so leave out {@link #finish}.
   */
  public Report awaitDamage() {
    Report received = awaitReports();
    assertThat(received.bytes()).as("bytes that arrived").isEqualTo(sent().bytes());
    assertThat(received.sha256()).as("hash of what arrived damaged").isNotEqualTo(sent().sha256());
    return received;
  }

  private Report awaitReports() {
    await("the payload arrives")
        .atMost(LIMIT)
        .failFast("the receiver failed: " + address, () -> failed(receiver))
        .failFast("the sender failed: " + address, () -> failed(sender))
        .until(() -> receiver.stdout().contains("}") && sender.stdout().contains("}"));
    return report(receiver.stdout());
  }

  /**
   * Measure of the payload, from the captures of all wires that it may have used; after {@link
   * #awaitArrival}. It begins with the first byte of payload, whenever that was sent.
   */
  public Transfer measure(LiveWire... wires) {
    return Wires.measure(PORT, HEADER_BYTES, wires).up();
  }

  /** Report of the sending end. */
  public Report sent() {
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
  public void finish() {
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
