// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.concurrency;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.scenarios.support.Eventually.eventually;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.subflow.guest.Command;
import dev.subflow.guest.CommandResult;
import dev.subflow.guest.RunningCommand;
import dev.subflow.junit.Seed;
import dev.subflow.stack.MptcpHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Connections that two programs make, use and break in random order, while orders of an
 * administrator come in random order, too; all of it follows from a seed.
 */
final class Storm implements AutoCloseable {
  private static final Duration LENGTH = Duration.ofSeconds(8);
  private static final Duration LIMIT = Duration.ofSeconds(90);
  private static final int ORDERS = 12;

  private final RunningCommand server;
  private final RunningCommand client;
  private final Random random;

  private Storm(RunningCommand server, RunningCommand client, Random random) {
    this.server = server;
    this.client = client;
    this.random = random;
  }

  /** Begins one from a host to addresses of another. */
  static Storm begin(Seed seed, MptcpHost from, MptcpHost to, String... addresses) {
    RunningCommand server = to.guest().start(program(seed, LENGTH.plusSeconds(3), "serve"));
    eventually("a listener", () -> assertThat(server.stdout()).contains("listening"));
    return new Storm(server, from.guest().start(program(seed, LENGTH, addresses)), seed.random());
  }

  private static Command program(Seed seed, Duration length, String... ends) {
    List<String> words = new ArrayList<>(List.of("mptcp-storm", "--seed"));
    words.add(Long.toString(seed.value() & Integer.MAX_VALUE));
    words.addAll(List.of("--seconds", Long.toString(length.toSeconds())));
    words.addAll(List.of(ends));
    return Command.of(words.toArray(String[]::new)).timeout(LIMIT);
  }

  /** Gives some of these orders to {@code ip mptcp} of a host, again and again until the end. */
  void amid(MptcpHost host, List<String> orders) {
    while (client.isRunning()) {
      StringBuilder some = new StringBuilder();
      for (int i = 0; i < ORDERS; i++) {
        some.append("mptcp ").append(oneOf(orders)).append('\n');
      }
      // Those that make no sense at the moment are refused, which is right.
      var unused =
          host.guest().run(Command.of("ip", "-force", "-batch", "-").stdin(some.toString()));
    }
  }

  /** Turns some of these settings, such as {@code net.mptcp.close_timeout 0}, until the end. */
  void amidSettings(MptcpHost host, List<String> settings) {
    while (client.isRunning()) {
      String[] setting = oneOf(settings).split(" ", 2);
      host.sysctls().set(setting[0], setting[1]);
    }
  }

  /** Orders of a path manager in userspace, about connections that a host has, until the end. */
  void amidOrders(MptcpHost host, List<String> orders) {
    while (client.isRunning()) {
      List<Long> tokens =
          host.sockets().sockets().stream().flatMap(s -> s.token().stream().boxed()).toList();
      StringBuilder some = new StringBuilder();
      for (int i = 0; i < ORDERS && !tokens.isEmpty(); i++) {
        long token = tokens.get(random.nextInt(tokens.size()));
        some.append("mptcp-pm ").append(oneOf(orders).formatted(token)).append('\n');
      }
      // Those about a connection that has just ended are refused, which is right.
      var unused = host.guest().run(Command.of("sh").stdin(some.toString()));
    }
  }

  private String oneOf(List<String> some) {
    return some.get(random.nextInt(some.size()));
  }

  /** Waits for its end: all that came was right, and every call returned. */
  void weather() {
    assertThat(end().path("strangers").asInt())
        .as("connections that begin amid another's bytes")
        .isZero();
  }

  /**
   * The same where SYN cookies are on: what is left of a connection that has ended may begin a
   * plain one, whose bytes are from the middle of the old one. Those are not checked.
   */
  void weatherWithCookies() {
    var unused = end();
  }

  /** What the server did. */
  private JsonNode end() {
    JsonNode made = told(client);
    JsonNode served = told(server);
    assertThat(made.path("connections").asInt()).as("connections made").isGreaterThan(3);
    assertThat(served.path("connections").asInt()).as("connections served").isGreaterThan(3);
    assertThat(served.path("bytes").asLong()).as("bytes checked").isPositive();
    return served;
  }

  private static JsonNode told(RunningCommand program) {
    CommandResult result = program.await(LIMIT);
    assertThat(result).isSuccess();
    String last = result.stdout().lines().reduce("", (a, b) -> b);
    try {
      return new ObjectMapper().readTree(last);
    } catch (JsonProcessingException e) {
      throw new AssertionError("the storm answered no JSON: " + last, e);
    }
  }

  @Override
  public void close() {
    client.close();
    server.close();
  }
}
