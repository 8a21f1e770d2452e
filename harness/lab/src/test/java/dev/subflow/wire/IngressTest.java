// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.packet.Frame;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Buffers before and behind a wire: {@link Ingress} and {@link Egress}. */
final class IngressTest {
  private static byte[] framed(int... lengths) {
    ByteBuffer all = ByteBuffer.allocate(200 << 10);
    for (int length : lengths) {
      all.putInt(length).put(new byte[length]);
    }
    return Arrays.copyOf(all.array(), all.position());
  }

  private static int fill(Ingress ingress, byte[] bytes) throws IOException {
    return ingress.fill(Channels.newChannel(new ByteArrayInputStream(bytes)));
  }

  @Test
  void wholeFramesAreCountedAndTheBeginningOfTheNextIsKept() throws IOException {
    Ingress ingress = new Ingress();
    byte[] two = framed(10, 20);

    assertThat(fill(ingress, Arrays.copyOf(two, 14 + 23))).isEqualTo(37);
    assertThat(ingress.frames()).isEqualTo(1);
    ingress.carriedUpTo(14);
    assertThat(ingress.frames()).isZero();
    assertThat(ingress.isEmpty()).isFalse();
    assertThat(ingress.end() - ingress.start()).isEqualTo(23);
    fill(ingress, new byte[1]);
    assertThat(ingress.frames()).isEqualTo(1);
    assertThat(ingress.bytes().getInt(ingress.start())).isEqualTo(20);
    assertThat(fill(ingress, new byte[0])).as("the end of the stream").isEqualTo(-1);
  }

  @Test
  void whatWasCarriedMakesRoom() throws IOException {
    Ingress ingress = new Ingress();
    byte[] full = new byte[Ingress.BYTES + 1];

    assertThat(fill(ingress, full)).isEqualTo(Ingress.BYTES);
    assertThat(ingress.hasRoomForFrame()).isFalse();
    ingress.carriedUpTo(Ingress.BYTES - 5);
    assertThat(ingress.start()).isZero();
    assertThat(ingress.end()).isEqualTo(5);
    assertThat(ingress.hasRoomForFrame()).isTrue();
    ingress.carriedUpTo(5);
    assertThat(ingress.isEmpty()).isTrue();
  }

  @Test
  void aRunIsTheBytesBetweenTwoIndices() {
    Ingress single = Ingress.of(new byte[] {7, 8, 9});
    ByteBuffer run = single.run(single.start(), single.end());
    byte[] bytes = new byte[run.remaining()];
    run.get(bytes);

    assertThat(bytes).containsExactly(0, 0, 0, 3, 7, 8, 9);
    assertThat(single.frames()).isEqualTo(1);
    assertThat(single.hasRoomForFrame()).isFalse();
    single.clear();
    assertThat(single.isEmpty()).isTrue();
  }

  @Test
  void framesOfImpossibleLengthsAreKnown() {
    assertThat(Framing.isPlausible(1)).isTrue();
    assertThat(Framing.isPlausible(Framing.MAX_FRAME_BYTES)).isTrue();
    assertThat(Framing.isPlausible(0)).isFalse();
    assertThat(Framing.isPlausible(-1)).isFalse();
    assertThatThrownBy(() -> Framing.require(Frame.of(new byte[Framing.MAX_FRAME_BYTES + 1])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a frame of 65554 bytes can't cross a wire");
  }

  @Test
  void aFullSocketMakesFramesWaitInTheirOrder() throws IOException {
    Pipe pipe = Pipe.open();
    try (Selector selector = Selector.open();
        Pipe.SourceChannel source = pipe.source();
        Pipe.SinkChannel sink = pipe.sink()) {
      sink.configureBlocking(false);
      source.configureBlocking(false);
      SelectionKey key = sink.register(selector, 0);
      Egress egress = new Egress(key);
      int sent = 0;
      while (!egress.isFull()) {
        egress.offer(numbered(sent, 20 << 10));
        sent += 20 << 10;
      }
      assertThat(key.interestOps()).isEqualTo(SelectionKey.OP_WRITE);
      assertThat(egress.isDrained()).isFalse();

      ByteBuffer all = ByteBuffer.allocate(sent);
      while (all.hasRemaining()) {
        source.read(all);
        egress.drain();
      }
      assertThat(all.array()).isEqualTo(numbered(0, sent).array());
      assertThat(egress.queuedBytes()).isZero();
      assertThat(egress.isDrained()).isTrue();
      assertThat(key.interestOps()).as("nothing waits any more").isZero();
    }
  }

  /** Bytes that tell where in the stream they are. */
  private static ByteBuffer numbered(int from, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (((from + i) * 31) >> 3);
    }
    return ByteBuffer.wrap(bytes);
  }
}
