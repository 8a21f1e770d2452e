// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.subflow.guest.GuestException;
import dev.subflow.guest.GuestLostException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests and answers of an {@link AgentLink}, and the ends of an {@link AgentChannel}. */
@Timeout(60)
final class AgentLinkTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  @TempDir private Path folder;
  private ScriptedAgent agent;
  private AgentLink link;

  @BeforeEach
  void start() {
    agent = ScriptedAgent.start(folder);
    link = agent.link();
  }

  @AfterEach
  void stop() {
    agent.close();
  }

  private static final class Kept implements Exchange {
    private final CompletableFuture<Frame> answer = new CompletableFuture<>();
    private final CompletableFuture<GuestException> lost = new CompletableFuture<>();

    @Override
    public void received(Frame frame) {
      if (frame.type() == FrameType.EXIT) {
        throw new IllegalArgumentException("no such answer");
      }
      answer.complete(frame);
    }

    @Override
    public void lost(GuestException why) {
      lost.complete(why);
    }

    String reason() {
      return String.valueOf(
          lost.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join().getMessage());
    }
  }

  @Test
  void answersReachTheExchangeOfTheirId() {
    Kept first = new Kept();
    Kept second = new Kept();
    int one = link.register(first);
    int two = link.register(second);
    assertThat(two).isNotEqualTo(one);
    link.forget(one);

    agent.answer(FrameType.WINDOW, one, 1);
    agent.answer(FrameType.WINDOW, two, 2);

    assertThat(link.await(second.answer, LIMIT))
        .hasValueSatisfying(frame -> assertThat(Replies.window(frame)).isEqualTo(2));
    assertThat(first.answer).as("it was given up").isNotDone();
  }

  @Test
  void waitingEndsAtItsLimit() {
    assertThat(link.await(new CompletableFuture<String>(), Duration.ofMillis(1))).isEmpty();
  }

  @Test
  void aPingIsASyncThatForgetsNothing() {
    CompletableFuture<Frame> pong = link.ping();
    Frame sync = agent.next();
    assertThat(sync.type()).isEqualTo(FrameType.SYNC);
    assertThat(sync.payload()).as("nonce and flags").hasSize(9).endsWith(0);
    assertThat(pong).isNotDone();

    agent.answer(FrameType.SYNC_ACK, sync.id(), new byte[20]);

    assertThat(link.await(pong, LIMIT)).isPresent();
  }

  @Test
  void theFirstReasonStays() {
    Kept waiting = new Kept();
    link.register(waiting);
    GuestLostException first = new GuestLostException("client", "its kernel died");

    assertThat(link.fail(first)).isSameAs(first);
    assertThat(link.lostOr("another reason")).isSameAs(first);
    assertThat(link.unresponsiveOr("another reason")).isSameAs(first);
    assertThat(waiting.reason()).contains("its kernel died");
    assertThat(link.lostCause()).containsSame(first);
    assertThatThrownBy(() -> link.register(new Kept())).isSameAs(first);
    assertThatThrownBy(() -> link.send(Requests.close(1))).isSameAs(first);
  }

  @Test
  void anAnswerThatCanNotBeHandledLosesTheGuest() {
    int id = link.register(new Kept());
    Kept other = new Kept();
    link.register(other);

    agent.answer(FrameType.EXIT, id, new byte[5]);

    assertThat(other.reason())
        .isEqualTo("guest \"client\": the answer EXIT(" + id + ", 5 bytes) could not be handled");
    assertThat(link.lostCause().orElseThrow()).hasRootCauseMessage("no such answer");
  }

  @Test
  void garbageIsToldOfWithItsFirstBytes() {
    Kept waiting = new Kept();
    int id = link.register(waiting);
    agent.raw(ByteBuffer.wrap("kernel: noise".getBytes(StandardCharsets.US_ASCII)));
    agent.answer(FrameType.WINDOW, id, 1);
    assertThat(link.await(waiting.answer, LIMIT)).isPresent();

    assertThat(link.lostOr("it is silent"))
        .hasMessage(
            "guest \"client\": it is silent; 13 bytes on its channel were not the agent's,"
                + " beginning with 6b 65 72 6e 65 6c 3a 20 6e 6f 69 73 65");
  }

  @Test
  void tooMuchGarbageEndsTheChannel() {
    Kept waiting = new Kept();
    link.register(waiting);
    ByteBuffer zeros = ByteBuffer.allocate((int) AgentChannel.GARBAGE_LIMIT + (1 << 20));
    CompletableFuture<Void> flood = CompletableFuture.runAsync(() -> agent.raw(zeros));

    assertThat(waiting.reason()).contains("its agent channel carries garbage");
    agent.hangUp();
    assertThatThrownBy(
            () -> {
              flood.join();
              agent.raw(ByteBuffer.allocate(1));
            })
        .as("the channel is closed")
        .isInstanceOfAny(CompletionException.class, UncheckedIOException.class);
  }

  @Test
  void whoTakesNothingIsNotWaitedForEver() throws Exception {
    List<Frame> many = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      many.add(Requests.input(1, new byte[Frame.MAX_PAYLOAD]));
    }

    assertThat(link.trySend(many, Duration.ZERO)).as("an empty queue takes it").isTrue();
    assertThat(link.trySend(many, Duration.ofMillis(10))).as("a full one does not").isFalse();
    assertThat(link.lostCause()).isEmpty();
  }

  @Test
  void anAgentOfAnotherProtocolIsToldByItsVersion() {
    CompletableFuture<AgentHello> hello =
        CompletableFuture.supplyAsync(() -> link.handshake(LIMIT));
    Frame sync = agent.next();
    assertThat(sync.payload()).as("it ends earlier sessions").endsWith(1);
    agent.answer(
        FrameType.SYNC_ACK,
        sync.id(),
        ByteBuffer.allocate(24)
            .putLong(sync.id())
            .putInt(2)
            .putLong(0)
            .put("6.1".getBytes(StandardCharsets.US_ASCII))
            .array());

    CompletionException e = catchThrowableOfType(CompletionException.class, hello::join);
    assertThat(e.getCause())
        .isInstanceOf(GuestLostException.class)
        .hasMessageContaining("its agent speaks protocol version 2, the harness 1");
  }
}
