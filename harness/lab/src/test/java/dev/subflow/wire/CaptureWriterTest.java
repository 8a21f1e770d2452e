// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import static dev.subflow.wire.FabricFixture.MAC_A;
import static dev.subflow.wire.FabricFixture.MAC_B;
import static dev.subflow.wire.FakeGuest.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.capture.CaptureFile;
import dev.subflow.capture.TestPcapng;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Captures on disks that are full or too slow, which devices and pipes of the kernel play. */
@Timeout(90)
final class CaptureWriterTest {
  @TempDir private Path folder;

  @Test
  void aFullDiskAtTheStartIsAnError() throws IOException {
    try (FabricFixture lab = FabricFixture.link()) {
      assertThatThrownBy(() -> lab.wire().capture(Path.of("/dev/full")))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("No space left");
      assertThat(lab.wire().captures()).isEmpty();
    }
  }

  @Test
  void aDiskThatFillsUpLaterIsToldByFlushAndCounted() throws IOException {
    Path full = Path.of("/dev/full");
    CaptureWriter writer = new CaptureWriter(full, 2, ByteBuffer.allocate(0));
    CaptureChunk chunk = Objects.requireNonNull(writer.chunk(Duration.ZERO));
    chunk.blocks().putInt(1);
    chunk.count(1);
    writer.write(chunk);
    assertThatThrownBy(() -> writer.await(FakeGuest.PATIENCE))
        .hasMessageContaining("capture /dev/full is incomplete")
        .hasMessageContaining("No space left");
    assertThat(writer.lost(0)).isZero();
    assertThat(writer.lost(1)).isEqualTo(1);
    assertThatThrownBy(() -> writer.close(FakeGuest.PATIENCE)).isInstanceOf(IOException.class);
  }

  @Test
  void aStuckDiskDoesNotStopTheWireAndWhatIsMissingIsCounted() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    CompletableFuture<InputStream> reader = CompletableFuture.supplyAsync(() -> open(pipe));
    int frames = 4_000;
    Path copy = folder.resolve("copy.pcapng");
    try (FabricFixture lab = FabricFixture.link()) {
      FakeGuest a = lab.plug("a");
      FakeGuest b = lab.plug("b");
      Capture capture = lab.wire().capture(pipe);
      byte[] frame = frame(MAC_B, MAC_A, "x".repeat(1486));
      for (int i = 0; i < frames; i++) {
        a.send(frame);
        assertThat(b.receive()).isEqualTo(frame);
      }
      long dropped = capture.droppedFrames();
      assertThat(dropped).isPositive();

      CompletableFuture<Void> copied = reader.thenAcceptAsync(in -> copy(in, copy));
      capture.close();
      copied.get();
      CaptureFile file = TestPcapng.read(copy);
      assertThat(file.frames()).hasSize(frames - (int) dropped);
      assertThat(file.statistics())
          .filteredOn(s -> s.of().name().equals("a/eth1"))
          .last()
          .satisfies(s -> assertThat(s.dropped()).hasValue(dropped))
          .satisfies(s -> assertThat(s.received()).hasValue(frames));
    }
  }

  private static InputStream open(Path pipe) {
    try {
      return Files.newInputStream(pipe);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void copy(InputStream in, Path file) {
    try (in) {
      Files.copy(in, file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
