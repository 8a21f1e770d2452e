// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.capture.CaptureFile;
import dev.subflow.capture.CaptureInterface;
import dev.subflow.capture.CapturedFrame;
import dev.subflow.capture.PcapngBlocks;
import dev.subflow.capture.TestPcapng;
import dev.subflow.packet.LinkType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A tap without a wire, whose file is read back. */
@Timeout(30)
final class CaptureTapTest {
  private static final long TIME = 1_795_376_129_123_456_789L;

  @TempDir private Path folder;
  private Path file;
  private WireLoop loop;
  private CaptureWriter writer;
  private ByteBuffer header;

  @BeforeEach
  void open() throws IOException {
    file = folder.resolve("x.pcapng");
    loop = new WireLoop("tap-test");
    header = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    PcapngBlocks.sectionHeader(header, "test", "");
    for (String name : List.of("a/eth1", "b/eth1")) {
      PcapngBlocks.interfaceDescription(
          header,
          new CaptureInterface(name, "", LinkType.ETHERNET.number(), Optional.empty(), List.of()));
    }
    writer = new CaptureWriter(file, 2, header.flip());
  }

  @AfterEach
  void close() {
    loop.close();
  }

  private CaptureTap tap(long maxBytes) {
    return tap(maxBytes, bytes -> true);
  }

  private CaptureTap tap(long maxBytes, LongPredicate allowed) {
    return new CaptureTap("x.pcapng", loop, writer, 2, TIME, header.limit(), maxBytes, allowed);
  }

  private static ByteBuffer framed(int... lengths) {
    ByteBuffer framed = ByteBuffer.allocate(1 << 16);
    for (int length : lengths) {
      framed.putInt(length).put(new byte[length]);
    }
    return framed;
  }

  private static void frames(CaptureTap tap, int port, int... lengths) {
    ByteBuffer framed = framed(lengths);
    tap.frames(port, framed, 0, framed.position(), TIME);
  }

  private CaptureFile finish(CaptureTap tap) throws IOException {
    tap.finish(TIME + 5);
    writer.close(FakeGuest.PATIENCE);
    return TestPcapng.read(file);
  }

  @Test
  void eachFrameOfARunIsOneOfTheFile() throws IOException {
    CaptureTap tap = tap(1 << 20);
    frames(tap, 1, 61, 64);
    tap.event("the wire was cut", TIME + 1000);
    frames(tap, 0, 1500);
    CaptureFile read = finish(tap);

    assertThat(read.gaps()).isEmpty();
    assertThat(read.frames())
        .extracting(f -> f.nic().name() + " " + f.frame().length())
        .containsExactly("b/eth1 61", "b/eth1 64", "a/eth1 1500");
    assertThat(read.frames())
        .extracting(CapturedFrame::time)
        .containsOnly(Instant.ofEpochSecond(0, TIME));
    assertThat(read.events())
        .extracting(CaptureFile.Event::message)
        .containsExactly("the wire was cut");
    assertThat(read.statistics()).hasSize(2).last().satisfies(s -> counts(s, 2, 0));
    assertThat(tap.dropped()).isZero();
  }

  private static void counts(CaptureFile.Statistics statistics, long received, long dropped) {
    assertThat(statistics.received()).isEqualTo(OptionalLong.of(received));
    assertThat(statistics.dropped()).isEqualTo(OptionalLong.of(dropped));
  }

  @Test
  void beyondTheBoundFramesAreCountedAndNotRecorded() throws IOException {
    long bound = header.limit() + 2L * 512 + 3L * (32 + 100);
    CaptureTap tap = tap(bound);
    frames(tap, 0, 100, 100, 100, 100);
    frames(tap, 0, 1);
    tap.event("too late", TIME);
    CaptureFile read = finish(tap);

    assertThat(read.frames()).hasSize(3);
    assertThat(read.events()).isEmpty();
    assertThat(file.toFile().length()).isLessThanOrEqualTo(bound);
    assertThat(read.statistics())
        .first()
        .satisfies(s -> counts(s, 5, 2))
        .satisfies(
            s ->
                assertThat(s.comment())
                    .contains("recording ended at the bound of the file's size"));
    assertThat(tap.dropped()).isEqualTo(2);
  }

  @Test
  void recordingEndsWhereTheRunMayTakeNoMore() throws IOException {
    long[] left = {2 * (32 + 100)};
    CaptureTap tap =
        tap(
            1L << 30,
            bytes -> {
              left[0] -= bytes;
              return left[0] >= 0;
            });
    frames(tap, 0, 100, 100);
    assertThat(tap.isRefused()).isFalse();
    frames(tap, 0, 100);
    left[0] = 1 << 20;
    frames(tap, 0, 100);
    CaptureFile read = finish(tap);

    assertThat(tap.isRefused()).isTrue();
    assertThat(read.frames()).as("one hole, at the end").hasSize(2);
    assertThat(read.statistics())
        .first()
        .satisfies(s -> counts(s, 4, 2))
        .satisfies(
            s ->
                assertThat(s.comment())
                    .contains("recording ended at the bound of the run's evidence"));
  }

  @Test
  void whatNoChunkIsFreeForIsCounted() throws IOException {
    CaptureTap tap = tap(1L << 30);
    // All chunks are taken, as if the disk stood still.
    for (int i = 0; i < CaptureWriter.CHUNKS; i++) {
      assertThat(writer.chunk(Duration.ZERO)).isNotNull();
    }
    frames(tap, 0, 100, 100);
    assertThat(tap.dropped()).isEqualTo(2);

    writer.write(new CaptureChunk(2));
    writer.await(FakeGuest.PATIENCE);
    frames(tap, 0, 100);
    CaptureFile read = finish(tap);

    assertThat(read.frames()).hasSize(1);
    assertThat(read.statistics())
        .extracting(s -> s.comment().orElse(""))
        .contains("frames were dropped here: the disk did not keep up");
    assertThat(read.statistics().get(2)).satisfies(s -> counts(s, 3, 2));
  }
}
