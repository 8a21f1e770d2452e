// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.support;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.subflow.guest.Command;
import dev.subflow.guest.RunningCommand;
import dev.subflow.mptcp.SocketInfo;
import dev.subflow.stack.MptcpHost;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Sockets of a guest that do what a scenario says, order by order: {@code ask("0 connect 10.0.1.2
 * 9740")}. Sockets have numbers; {@code mptcp-puppet --help} tells the orders.
 */
public final class SocketPuppet implements AutoCloseable {
  /** Where {@link #listening} listens. */
  public static final int PORT = 9740;

  /** Bytes that {@link #meet} sends. */
  public static final int GREETING = 4;

  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final RunningCommand command;
  private int orders;

  private SocketPuppet(RunningCommand command) {
    this.command = command;
  }

  /** A puppet without sockets yet. */
  public static SocketPuppet on(MptcpHost host) {
    return run(host, Command.of("mptcp-puppet"));
  }

  /** A puppet in a network namespace of a host. */
  public static SocketPuppet on(MptcpHost host, String netns) {
    return run(host, Command.of("mptcp-puppet").inNetns(netns));
  }

  private static SocketPuppet run(MptcpHost host, Command puppet) {
    return new SocketPuppet(host.guest().start(puppet.timeout(Duration.ofMinutes(5))));
  }

  /** A puppet whose socket 0 listens on {@link #PORT} of any address. */
  public static SocketPuppet listening(MptcpHost host, int backlog) {
    SocketPuppet puppet = on(host);
    puppet.ask("0 socket mptcp 6");
    puppet.ask("0 bind :: " + PORT);
    puppet.ask("0 listen " + backlog);
    return puppet;
  }

  /** Connects a new MPTCP socket to {@link #PORT} of an address. */
  public JsonNode connect(int socket, String address) {
    ask(socket + " socket mptcp " + (address.indexOf(':') < 0 ? "4" : "6"));
    return ask(socket + " connect " + address + " " + PORT);
  }

  /**
   * Connects a new socket 1 to a puppet that listens, which accepts it as its socket 1, and sends
   * {@link #GREETING} bytes: kernels add subflows when the first data has been acknowledged.
   */
  public void meet(SocketPuppet listening, String address) {
    connect(1, address);
    listening.ask("1 accept 0");
    greet(this, listening);
  }

  /** Sends {@link #GREETING} bytes from one puppet's socket 1 to that of another. */
  public static void greet(SocketPuppet from, SocketPuppet to) {
    from.ask("1 send write " + GREETING);
    to.ask("1 recv read " + GREETING);
  }

  /** Gives an order that must succeed; returns what the puppet tells. */
  public JsonNode ask(String order) {
    return begin(order).get();
  }

  /** Gives an order that must fail; returns the name of its errno. */
  public String refused(String order) {
    JsonNode answer = attempt(order).get();
    if (answer.path("ok").asBoolean()) {
      throw new AssertionError("expected \"" + order + "\" to fail but it said " + answer);
    }
    return answer.path("errno").asText();
  }

  /** Gives an order that may take its time; what is returned waits for its success. */
  public Supplier<JsonNode> begin(String order) {
    Supplier<JsonNode> attempt = attempt(order);
    return () -> {
      JsonNode answer = attempt.get();
      if (!answer.path("ok").asBoolean()) {
        throw new AssertionError("expected \"" + order + "\" to succeed but it said " + answer);
      }
      return answer;
    };
  }

  /** Gives an order that may fail; what is returned waits for its answer. */
  public Supplier<JsonNode> attempt(String order) {
    int number = give(order);
    return () -> parsed(answer(number, order));
  }

  /** Value of a socket option. */
  public String get(int socket, String option) {
    return ask(socket + " get " + option).path("value").asText();
  }

  /** Events that {@code poll} reports now, such as {@code IN OUT}. */
  public String events(int socket) {
    return ask(socket + " poll").path("events").asText();
  }

  /** Waits for the success of an order of which nothing more is of interest. */
  public static void done(Supplier<?> order) {
    Objects.requireNonNull(order.get(), "answer");
  }

  /** Answers of the options of MPTCP sockets. */
  public SocketInfo info(int socket) {
    return SocketInfo.parse(ask(socket + " info").toString());
  }

  /** Kills the program, as the kernel does when memory runs out. */
  public void kill() {
    command.close();
  }

  private int give(String order) {
    command.write((order + "\n").getBytes(StandardCharsets.UTF_8));
    return orders++;
  }

  private String answer(int number, String order) {
    await("the answer to \"" + order + "\"")
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .failFast(() -> requireAnswerable(number))
        .until(() -> lines().size() > number);
    return lines().get(number);
  }

  /** The lines that are complete. */
  private List<String> lines() {
    String out = command.stdout();
    return out.substring(0, out.lastIndexOf('\n') + 1).lines().toList();
  }

  private void requireAnswerable(int number) {
    if (!command.isRunning() && lines().size() <= number) {
      throw new AssertionError("the puppet ended: " + command.result());
    }
  }

  private static JsonNode parsed(String line) {
    try {
      return new ObjectMapper().readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError("the puppet answered no JSON: " + line, e);
    }
  }

  @Override
  public void close() {
    command.close();
  }
}
