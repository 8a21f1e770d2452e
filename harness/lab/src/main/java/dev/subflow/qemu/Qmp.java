// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * QEMU's control channel: commands with their replies, and events.
 *
 * <p>Thread-safe. Source: QEMU's docs/interop/qmp-spec.
 */
final class Qmp implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Qmp.class);
  private static final Duration REPLY_TIMEOUT = Duration.ofSeconds(20);
  private static final int SHOWN = 500;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final String guest;
  private final SocketChannel channel;
  private final Consumer<Event> onEvent;
  private final AtomicLong nextId = new AtomicLong();
  private final Map<Long, CompletableFuture<JsonNode>> pending = new ConcurrentHashMap<>();
  private final CompletableFuture<JsonNode> greeting = new CompletableFuture<>();

  /** Something that QEMU tells unasked, such as SHUTDOWN. */
  record Event(String name, JsonNode data) {}

  Qmp(String guest, SocketChannel channel, Consumer<Event> onEvent) {
    this.guest = guest;
    this.channel = channel;
    this.onEvent = onEvent;
    Thread reader = new Thread(this::read, "qmp-" + guest);
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Waits for QEMU's greeting and leaves negotiation mode; returns QEMU's version, such as {@code
   * 7.2.22}.
   */
  String negotiate(Duration timeout) {
    JsonNode version = await("greeting", greeting, timeout).at("/QMP/version/qemu");
    execute("qmp_capabilities");
    return version.path("major").asText()
        + "."
        + version.path("minor").asText()
        + "."
        + version.path("micro").asText();
  }

  JsonNode execute(String command) {
    return execute(command, NODES.objectNode());
  }

  /**
   * Runs a command.
   *
   * @throws InfrastructureException when QEMU refuses, does not answer within 20 s, or is gone
   */
  JsonNode execute(String command, ObjectNode arguments) {
    long id = nextId.incrementAndGet();
    CompletableFuture<JsonNode> reply = new CompletableFuture<>();
    pending.put(id, reply);
    ObjectNode request = NODES.objectNode().put("execute", command).put("id", id);
    if (!arguments.isEmpty()) {
      request.set("arguments", arguments);
    }
    try {
      send(request);
      return await(command, reply, REPLY_TIMEOUT);
    } finally {
      pending.remove(id);
    }
  }

  /** Cuts or restores the carrier of a NIC. */
  void setLink(String device, boolean up) {
    execute("set_link", NODES.objectNode().put("name", device).put("up", up));
  }

  private synchronized void send(JsonNode request) {
    ByteBuffer line = StandardCharsets.UTF_8.encode(request + "\n");
    try {
      while (line.hasRemaining()) {
        channel.write(line);
      }
    } catch (IOException e) {
      throw new InfrastructureException(
          "QMP of guest \"" + guest + "\" is closed; QEMU has ended", e);
    }
  }

  private JsonNode await(String what, CompletableFuture<JsonNode> reply, Duration timeout) {
    try {
      return reply.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new InfrastructureException(
          "QEMU of guest \""
              + guest
              + "\" did not answer QMP "
              + what
              + " within "
              + timeout.toSeconds()
              + " s",
          e);
    } catch (ExecutionException e) {
      throw new InfrastructureException(
          "QMP " + what + " of guest \"" + guest + "\" failed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InfrastructureException(
          "interrupted while waiting for QMP " + what + " of guest \"" + guest + "\"", e);
    }
  }

  private void read() {
    try (QmpLines lines = new QmpLines(Channels.newInputStream(channel))) {
      for (String line = lines.next(); line != null; line = lines.next()) {
        message(line);
      }
    } catch (IOException e) {
      log.debug("QMP of {} ended: {}", guest, e.toString());
    } finally {
      IOException gone = new IOException("QEMU closed the connection");
      greeting.completeExceptionally(gone);
      pending.values().forEach(reply -> reply.completeExceptionally(gone));
    }
  }

  private void message(String line) {
    Optional<JsonNode> message = Json.tree(line);
    if (message.isPresent()) {
      dispatch(message.get(), line);
    } else {
      log.warn("QMP of {} sent something that is not JSON: {}", guest, head(line));
    }
  }

  private void dispatch(JsonNode message, String line) {
    if (message.has("QMP")) {
      greeting.complete(message);
    } else if (message.has("event")) {
      onEvent.accept(new Event(message.path("event").asText(), message.path("data")));
    } else {
      CompletableFuture<JsonNode> reply = pending.get(message.path("id").asLong());
      if (reply == null) {
        log.warn("QMP of {} answered nothing that was asked: {}", guest, head(line));
      } else if (message.has("error")) {
        reply.completeExceptionally(new IOException(message.at("/error/desc").asText()));
      } else {
        reply.complete(message.path("return"));
      }
    }
  }

  private static String head(String line) {
    return line.length() <= SHOWN
        ? line
        : line.substring(0, SHOWN) + " [... " + (line.length() - SHOWN) + " more]";
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      log.debug("closing QMP of {}: {}", guest, e.toString());
    }
  }
}
