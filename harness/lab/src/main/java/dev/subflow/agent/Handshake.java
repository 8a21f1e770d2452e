// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import dev.subflow.guest.GuestLostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** Opens a session: a SYNC that ends earlier sessions, repeated until it is answered. */
final class Handshake {
  private static final int PROTOCOL_VERSION = 1;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LAST_PAUSE = Duration.ofSeconds(1);

  /** Every so often, zeros go ahead of a SYNC. */
  private static final int PADDED_ATTEMPT = 8;

  private static final int PADDING = Frame.MAX_PAYLOAD + 64;

  private final AgentLink link;
  private final AgentChannel channel;

  Handshake(AgentLink link, AgentChannel channel) {
    this.link = link;
    this.channel = channel;
  }

  AgentHello run(Duration timeout) {
    Answer answer = new Answer();
    int id = link.register(answer);
    long deadline = System.nanoTime() + timeout.toNanos();
    Duration pause = FIRST_PAUSE;
    try {
      for (int attempt = 0; ; attempt++) {
        channel.sendIfIdle(bytes(id, attempt));
        Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
        Optional<Frame> frame =
            link.await(answer.frame(), pause.compareTo(left) < 0 ? pause : left);
        if (frame.isPresent()) {
          return hello(Replies.syncAck(frame.get()));
        }
        if (System.nanoTime() >= deadline) {
          throw link.lostOr("its agent did not answer within " + timeout.toMillis() + " ms");
        }
        channel.rescan();
        pause = pause.compareTo(LAST_PAUSE) < 0 ? pause.multipliedBy(2) : LAST_PAUSE;
      }
    } finally {
      link.forget(id);
    }
  }

  /**
   * The agent may wait for the rest of a frame that an earlier session did not finish; as many
   * zeros as a frame can be long end that wait.
   */
  private static ByteBuffer bytes(int id, int attempt) {
    ByteBuffer sync = FrameEncoder.encode(Requests.sync(id, id, true));
    if (attempt % PADDED_ATTEMPT != PADDED_ATTEMPT - 1) {
      return sync;
    }
    return ByteBuffer.allocate(PADDING + sync.remaining()).position(PADDING).put(sync).rewind();
  }

  private AgentHello hello(Replies.SyncAck ack) {
    if (ack.version() != PROTOCOL_VERSION) {
      throw new GuestLostException(
          link.guest(),
          "its agent speaks protocol version "
              + ack.version()
              + ", the harness "
              + PROTOCOL_VERSION
              + "; rebuild the agent or its template");
    }
    return new AgentHello(ack.kernelRelease(), channel.skippedBytes());
  }
}
