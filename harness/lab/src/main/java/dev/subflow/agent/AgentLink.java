// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import dev.subflow.guest.GuestException;
import dev.subflow.guest.GuestLostException;
import dev.subflow.guest.GuestUnresponsiveException;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests and answers over a channel, and the one reason why there are no more. Thread-safe. */
final class AgentLink implements AgentChannel.Receiver {
  /** Time for which a guest may take nothing of what is sent before it counts as lost. */
  static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Time that the owner may take to say why the channel ended. */
  private static final Duration GRACE = Duration.ofSeconds(5);

  private static final Duration JOIN = Duration.ofSeconds(5);

  private final String guest;
  private final AgentChannel channel;
  private final Map<Integer, Exchange> exchanges = new ConcurrentHashMap<>();
  private volatile Optional<GuestException> lost = Optional.empty();
  private final CountDownLatch ending = new CountDownLatch(1);
  // Not from 1: a machine may still run the requests of an earlier session.
  private final AtomicInteger nextId =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(1, 1 << 30));

  AgentLink(String guest, SocketChannel socket) throws IOException {
    this.guest = guest;
    this.channel = new AgentChannel(guest, socket, this);
  }

  void start() {
    channel.start();
  }

  String guest() {
    return guest;
  }

  /**
   * Makes an exchange known under a new id.
   *
   * @throws GuestException when the guest is lost
   */
  int register(Exchange exchange) {
    int id = nextId.getAndIncrement();
    exchanges.put(id, exchange);
    if (lost.isPresent()) {
      exchanges.remove(id);
      throw lost.get();
    }
    return id;
  }

  void forget(int id) {
    exchanges.remove(id);
  }

  /**
   * Sends frames.
   *
   * @throws GuestException when the guest is lost, or takes nothing for {@link #PATIENCE}
   */
  void send(List<Frame> frames) {
    if (!trySend(frames, PATIENCE)) {
      if (channel.isClosed()) {
        throw afterTheEnd();
      }
      throw unresponsiveOr(
          "takes nothing from its agent channel for " + PATIENCE.toSeconds() + " s");
    }
  }

  /** Cause of the end of the channel, which whoever watches the machine tells a moment later. */
  private GuestException afterTheEnd() {
    try {
      var unused = ending.await(GRACE.plusSeconds(1).toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    return lostOr("its agent channel is closed");
  }

  void send(Frame frame) {
    send(List.of(frame));
  }

  boolean trySend(List<Frame> frames, Duration patience) {
    try {
      return channel.send(frames, patience);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Waits for an exchange's future.
   *
   * @return empty when it took longer than {@code limit}
   * @throws GuestException what it was completed with
   */
  <T> Optional<T> await(CompletableFuture<T> future, Duration limit) {
    try {
      return Optional.of(future.get(limit.toNanos(), TimeUnit.NANOSECONDS));
    } catch (TimeoutException e) {
      return Optional.empty();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GuestException cause) {
        throw cause;
      }
      throw new GuestLostException(guest, "the agent channel failed", e);
    }
  }

  /** Asks for a sign of life, which completes the future when it comes. */
  CompletableFuture<Frame> ping() {
    Answer answer = new Answer();
    int id = register(answer);
    var unused = answer.frame().whenComplete((frame, why) -> forget(id));
    send(Requests.sync(id, id, false));
    return answer.frame();
  }

  /** Repeats a SYNC that ends earlier sessions until it is answered. */
  AgentHello handshake(Duration timeout) {
    return new Handshake(this, channel).run(timeout);
  }

  /** Why the guest is lost, or else that it is, with a word about garbage on the channel. */
  GuestException lostOr(String message) {
    return fail(new GuestLostException(guest, message + garbage()));
  }

  /** Why the guest is lost, or else that it does not do what it is told. */
  GuestException unresponsiveOr(String message) {
    return fail(new GuestUnresponsiveException(guest, message + garbage()));
  }

  Optional<GuestException> lostCause() {
    return lost;
  }

  private String garbage() {
    long skipped = channel.skippedBytes();
    return skipped == 0
        ? ""
        : "; "
            + skipped
            + " bytes on its channel were not the agent's, beginning with "
            + channel.skippedHead();
  }

  /** Ends everything with a cause, or with the one there was before; returns that. */
  GuestException fail(GuestException cause) {
    GuestException why = setLost(cause);
    ending.countDown();
    channel.close();
    exchanges.values().forEach(exchange -> exchange.lost(why));
    exchanges.clear();
    return why;
  }

  private synchronized GuestException setLost(GuestException cause) {
    if (lost.isEmpty()) {
      lost = Optional.of(cause);
    }
    return lost.get();
  }

  void close() {
    fail(new GuestLostException(guest, "its agent channel was closed"));
    try {
      channel.join(JOIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void received(Frame frame) {
    Exchange exchange = exchanges.get(frame.id());
    if (exchange == null) {
      return; // an answer that came after its request was given up
    }
    try {
      exchange.received(frame);
    } catch (RuntimeException e) {
      fail(new GuestLostException(guest, "the answer " + frame + " could not be handled", e));
    }
  }

  @Override
  public void overwhelmed() {
    fail(new GuestLostException(guest, "its agent channel carries garbage" + garbage()));
  }

  @Override
  public void ended(String why) {
    try {
      // Whoever watches the machine knows better why, a moment later.
      ending.await(GRACE.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    fail(new GuestLostException(guest, "its agent channel ended: " + why + garbage()));
  }

  private GuestLostException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new GuestLostException(guest, "the wait for it was interrupted", e);
  }
}
