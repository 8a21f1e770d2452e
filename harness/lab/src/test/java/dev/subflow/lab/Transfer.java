// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.RunningCommand;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A payload that a client sent to a server with the program {@code flow}.
 *
 * @param sent how the sender ended
 * @param received how the receiver ended
 */
record Transfer(CommandResult sent, CommandResult received) {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String PORT = "9735";

  /** Runs a transfer to its end, good or bad. */
  static Transfer run(Lab lab, String protocol, String address, long bytes) {
    try (RunningCommand receiver =
        lab.guest("server").start(command(protocol, bytes, "recv", "--listen"))) {
      await("the receiver listens")
          .atMost(Duration.ofSeconds(20))
          .failFast("the receiver ended", () -> !receiver.isRunning())
          .until(() -> receiver.stderr().contains("listening"));
      CommandResult sent =
          lab.guest("client").run(command(protocol, bytes, "send", "--connect", address));
      if (!sent.isSuccess()) {
        receiver.signal(9);
      }
      return new Transfer(sent, receiver.await(LIMIT));
    }
  }

  private static Command command(String protocol, long bytes, String... role) {
    List<String> argv = new ArrayList<>(List.of("flow"));
    argv.addAll(List.of(role));
    argv.addAll(List.of("--" + protocol, "--port", PORT, "--bytes", String.valueOf(bytes)));
    return Command.of(argv.toArray(String[]::new)).timeout(LIMIT);
  }

  /** What the receiver reports, once every byte has arrived intact. */
  JsonNode report() {
    assertThat(sent.isSuccess()).as(sent.toString()).isTrue();
    assertThat(received.isSuccess()).as(received.toString()).isTrue();
    try {
      JsonNode report = new ObjectMapper().readTree(received.stdout());
      assertThat(report.path("intact").asBoolean()).isTrue();
      return report;
    } catch (JsonProcessingException e) {
      throw new AssertionError("flow printed no JSON: " + received, e);
    }
  }
}
