// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.fuzz.FuzzTarget;
import java.nio.ByteBuffer;

final class AgentFramesFuzzTest implements FuzzTarget {
  @Override
  public void read(byte[] input) {
    FrameDecoder decoder = new FrameDecoder();
    decoder.decode(ByteBuffer.wrap(input), AgentFramesFuzzTest::reply);
    decoder.rescan(AgentFramesFuzzTest::reply);

    assertThat(decoder.skippedBytes()).isBetween(0L, (long) input.length);
  }

  private static void reply(Frame frame) {
    try {
      switch (frame.type()) {
        case SYNC_ACK -> Replies.syncAck(frame);
        case STARTED -> Replies.started(frame);
        case EXIT -> Replies.exit(frame);
        case ERROR -> Replies.error(frame);
        case WINDOW -> Replies.window(frame);
        case DONE -> {
          Replies.configured(frame);
          Replies.fileDone(frame);
        }
        default -> assertThat(frame.payload()).isNotNull();
      }
    } catch (IllegalArgumentException expected) {
      assertThat(expected.getMessage()).isNotEmpty();
    }
  }
}
