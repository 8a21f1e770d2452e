// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import static dev.subflow.wire.FabricFixture.BROADCAST;
import static dev.subflow.wire.FabricFixture.MAC_A;
import static dev.subflow.wire.FabricFixture.MAC_B;
import static dev.subflow.wire.FabricFixture.MAC_C;
import static dev.subflow.wire.FabricFixture.soon;
import static dev.subflow.wire.FakeGuest.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.capture.TestPcapng;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
final class BackPressureTest {
  private static final int FRAMES = 100_000;

  @Test
  void aHundredThousandFramesEachWayArriveInOrderAndIntactAndAreCaptured(@TempDir Path folder)
      throws Exception {
    try (FabricFixture lab = FabricFixture.link()) {
      FakeGuest a = lab.plug("a");
      FakeGuest b = lab.plug("b");
      Capture capture = lab.wire().capture(folder.resolve("flood.pcapng"));
      CompletableFuture<Void> there = Flood.send(a, MAC_B, MAC_A, FRAMES);
      CompletableFuture<Void> back = Flood.send(b, MAC_A, MAC_B, FRAMES);
      CompletableFuture<Void> received =
          CompletableFuture.runAsync(
              () -> {
                try {
                  Flood.expectAll(a, MAC_A, MAC_B, FRAMES);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      Flood.expectAll(b, MAC_B, MAC_A, FRAMES);
      CompletableFuture.allOf(there, back, received).get();
      assertThat(lab.port("b").receivedFrames()).isEqualTo(FRAMES);
      assertThat(lab.port("a").receivedFrames()).isEqualTo(FRAMES);
      capture.close();
      assertThat(capture.droppedFrames()).isZero();
      var captured = TestPcapng.read(capture.file()).framesFrom("a", "eth1");
      assertThat(captured).hasSize(FRAMES);
      for (int i = 0; i < FRAMES; i++) {
        assertThat(captured.get(i).frame().buffer())
            .isEqualTo(ByteBuffer.wrap(Flood.numbered(i, MAC_B, MAC_A)));
      }
    }
  }

  @Test
  void aReaderThatIsMerelySlowLosesNothing() throws Exception {
    try (FabricFixture lab = FabricFixture.link()) {
      FakeGuest a = lab.plug("a");
      FakeGuest b = lab.plug("b");
      int count = 5_000;
      CompletableFuture<Void> sent = Flood.send(a, MAC_B, MAC_A, count);
      // Nobody reads yet, so the sender is held with most of its frames unsent.
      soon("held sender").until(() -> Flood.settled(lab));
      assertThat(sent).isNotDone();
      Flood.expectAll(b, MAC_B, MAC_A, count);
      sent.get();
      assertThat(lab.port("b").lostStalled()).isZero();
    }
  }

  @Test
  void aGuestThatDoesNotReadLosesFramesAndStallsNobodyElse() throws Exception {
    try (FabricFixture lab = FabricFixture.segment(3, Duration.ofMillis(200))) {
      FakeGuest a = lab.plug("a");
      FakeGuest b = lab.plug("b");
      FakeGuest c = lab.plug("c");
      CompletableFuture<Void> sent = Flood.send(a, BROADCAST, MAC_A, 20_000);
      Flood.expectAll(c, BROADCAST, MAC_A, 20_000);
      sent.get();
      assertThat(lab.port("b").lostStalled()).isPositive();
      assertThat(lab.port("c").lostStalled()).isZero();
      assertThat(lab.port("b").receivedFrames() + lab.port("b").lostStalled()).isEqualTo(20_000);

      // What b finds when it reads again: whole frames in order, up to where it was given up.
      long kept = lab.port("b").receivedFrames();
      Flood.expectAll(b, BROADCAST, MAC_A, (int) kept);
      byte[] hello = frame(MAC_B, MAC_C, "back again?");
      c.send(hello);
      assertThat(b.receive()).isEqualTo(hello);
    }
  }

  @Test
  void aHeldSenderGoesOnWhenItsReceiverIsUnplugged() throws Exception {
    try (FabricFixture lab = FabricFixture.link()) {
      FakeGuest a = lab.plug("a");
      FakeGuest b = lab.plug("b");
      CompletableFuture<Void> sent = Flood.send(a, MAC_B, MAC_A, 20_000);
      soon("held sender").until(() -> Flood.settled(lab));
      b.close();
      sent.get();
      soon("end of the flood").until(() -> lab.port("a").sentFrames() == 20_000);
      assertThat(lab.port("b").lostUnplugged()).isPositive();
    }
  }

  @Test
  void cutAndRestoreUnderLoadNeitherTearFramesNorReorderThem() throws Exception {
    try (FabricFixture lab = FabricFixture.link()) {
      FakeGuest a = lab.plug("a");
      FakeGuest b = lab.plug("b");
      CompletableFuture<Void> sent = Flood.send(a, MAC_B, MAC_A, FRAMES);
      CompletableFuture<Void> cutting =
          CompletableFuture.runAsync(
              () -> {
                while (!sent.isDone()) {
                  lab.wire().cut();
                  lab.wire().restore();
                }
              });
      int last = -1;
      int received = 0;
      byte[] end = frame(MAC_B, MAC_A, "end");
      CompletableFuture<Void> ended =
          sent.thenCombine(cutting, (s, c) -> true)
              .thenAccept(
                  both -> {
                    try {
                      a.send(end);
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  });
      for (byte[] frame = b.receive(); frame.length != end.length; frame = b.receive()) {
        int number = ByteBuffer.wrap(frame).getInt(14);
        assertThat(number).isGreaterThan(last);
        assertThat(frame).isEqualTo(Flood.numbered(number, MAC_B, MAC_A));
        last = number;
        received++;
      }
      ended.get();
      assertThat(received + lab.port("a").lostToCut()).isEqualTo(FRAMES);
      assertThat(lab.port("a").lostToCut()).isPositive();
    }
  }
}
