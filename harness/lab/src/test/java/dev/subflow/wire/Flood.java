// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/** Numbered frames in great number. */
final class Flood {
  private Flood() {}

  /** The frame of that number: its length and content follow from it. */
  static byte[] numbered(int number, String to, String from) {
    Random random = new Random(number);
    byte[] frame = new byte[18 + random.nextInt(random.nextInt(8) == 0 ? 9000 : 300)];
    random.nextBytes(frame);
    ByteBuffer.wrap(frame).put(FakeGuest.mac(to)).put(FakeGuest.mac(from)).putInt(14, number);
    return frame;
  }

  /** Sends frames as fast as they are taken. */
  static CompletableFuture<Void> send(FakeGuest guest, String to, String from, int count) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            ByteBuffer batch = ByteBuffer.allocate(64 << 10);
            for (int i = 0; i < count; i++) {
              byte[] frame = numbered(i, to, from);
              if (batch.remaining() < frame.length + 4) {
                guest.sendRaw(batch.flip());
                batch.clear();
              }
              batch.putInt(frame.length).put(frame);
            }
            guest.sendRaw(batch.flip());
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  /** Receives exactly those frames. */
  static void expectAll(FakeGuest guest, String to, String from, int count) throws IOException {
    for (int i = 0; i < count; i++) {
      assertThat(guest.receive()).isEqualTo(numbered(i, to, from));
    }
  }

  /** Whether a's frames are held back. */
  static boolean settled(FabricFixture lab) {
    long before = lab.port("a").sentFrames();
    return before > 0 && lab.port("a").sentFrames() == before;
  }
}
