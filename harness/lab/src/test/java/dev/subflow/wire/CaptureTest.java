// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import static dev.subflow.wire.FabricFixture.MAC_A;
import static dev.subflow.wire.FabricFixture.MAC_B;
import static dev.subflow.wire.FakeGuest.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.subflow.capture.CaptureFile;
import dev.subflow.capture.CaptureInterface;
import dev.subflow.capture.CapturedFrame;
import dev.subflow.capture.TestPcapng;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
final class CaptureTest {
  @TempDir private Path folder;
  private FabricFixture lab;
  private FakeGuest a;
  private FakeGuest b;

  @BeforeEach
  void open() throws IOException {
    lab = FabricFixture.link();
    a = lab.plug("a");
    b = lab.plug("b");
  }

  @AfterEach
  void close() throws IOException {
    lab.close();
  }

  @Test
  void recordsFramesOfEveryPaddingOnTheInterfaceThatSentThem() throws IOException {
    Instant before = Instant.now();
    try (Capture capture = lab.wire().capture(folder.resolve("wire.pcapng"))) {
      for (int length = 1; length <= 9; length++) {
        String payload = "x".repeat(length);
        a.send(frame(MAC_B, MAC_A, payload));
        b.receive();
        b.send(frame(MAC_A, MAC_B, payload));
        a.receive();
      }
      capture.flush();
      CaptureFile running = TestPcapng.read(capture.file());
      assertThat(running.frames()).hasSize(18);
      assertThat(running.statistics()).isEmpty();
      assertThat(running.application()).startsWith("Subflow");
      assertThat(running.comment()).contains("link \"wire\"", "topology \"test\"");
      assertThat(running.interfaces())
          .extracting(CaptureInterface::name)
          .containsExactly("a/eth1", "b/eth1");
      for (int i = 0; i < 9; i++) {
        assertThat(running.framesFrom("a", "eth1").get(i).frame().buffer())
            .isEqualTo(ByteBuffer.wrap(frame(MAC_B, MAC_A, "x".repeat(i + 1))));
        assertThat(running.framesFrom("b", "eth1").get(i).frame().buffer())
            .isEqualTo(ByteBuffer.wrap(frame(MAC_A, MAC_B, "x".repeat(i + 1))));
      }
      assertThat(running.frames())
          .extracting(CapturedFrame::time)
          .isSorted()
          .allSatisfy(
              t -> assertThat(t).isBetween(before.minusMillis(50), Instant.now().plusMillis(50)));
    }
    CaptureFile ended = TestPcapng.read(folder.resolve("wire.pcapng"));
    assertThat(ended.statistics())
        .extracting(
            s -> s.of().name(), CaptureFile.Statistics::received, CaptureFile.Statistics::dropped)
        .containsExactly(
            tuple("a/eth1", OptionalLong.of(9), OptionalLong.of(0)),
            tuple("b/eth1", OptionalLong.of(9), OptionalLong.of(0)));
  }

  @Test
  void isReadWhileItGoesOnAndAfterItsEnd() throws IOException {
    Capture capture = lab.wire().capture(folder.resolve("read.pcapng"));
    assertThat(capture.read().frames()).isEmpty();
    a.send(frame(MAC_B, MAC_A, "one"));
    b.receive();
    assertThat(capture.read().frames()).hasSize(1);
    b.send(frame(MAC_A, MAC_B, "two"));
    a.receive();
    assertThat(capture.read().frames())
        .extracting(f -> f.nic().name())
        .containsExactly("a/eth1", "b/eth1");
    assertThat(capture.droppedFrames()).isZero();
    capture.close();
    a.send(frame(MAC_B, MAC_A, "late"));
    b.receive();
    assertThat(capture.read().frames()).hasSize(2);
    assertThat(capture.read().statistics()).hasSize(2);
  }

  @Test
  void tellsOfCutsAndLeavesOutWhatTheyLost() throws IOException {
    Path file = folder.resolve("cut.pcapng");
    Capture capture = lab.wire().capture(file);
    lab.wire().cut();
    a.send(frame(MAC_B, MAC_A, "lost"));
    assertThat(b.poll(Duration.ofMillis(50))).isEmpty();
    lab.wire().restore();
    a.send(frame(MAC_B, MAC_A, "carried"));
    b.receive();
    capture.close();
    capture.close();
    CaptureFile read = TestPcapng.read(file);
    assertThat(read.events())
        .extracting(CaptureFile.Event::message)
        .containsExactly("wire wire cut", "wire wire restored");
    assertThat(read.frames()).hasSize(1);
    assertThat(lab.wire().captures()).isEmpty();
  }

  @Test
  void stopsAtItsBoundAndCountsWhatIsMissing() throws IOException {
    Path file = folder.resolve("small.pcapng");
    Capture capture = lab.wire().capture(file, 64 << 10);
    byte[] frame = frame(MAC_B, MAC_A, "x".repeat(1400));
    for (int i = 0; i < 100; i++) {
      a.send(frame);
      b.receive();
    }
    assertThat(capture.droppedFrames()).isPositive();
    capture.close();
    CaptureFile read = TestPcapng.read(file);
    assertThat(Files.size(file)).isLessThanOrEqualTo(64 << 10);
    assertThat(read.statistics().get(0).received()).hasValue(100);
    assertThat(read.statistics().get(0).dropped()).hasValue(100 - read.frames().size());
    assertThat(read.statistics().get(0).comment().orElseThrow()).contains("bound");
  }

  @Test
  void severalRunAtOnceAndClosingTheFabricEndsThem() throws IOException {
    Path one = folder.resolve("one.pcapng");
    Path two = folder.resolve("two.pcapng");
    lab.wire().capture(one);
    lab.wire().capture(two);
    a.send(frame(MAC_B, MAC_A, "both"));
    b.receive();
    lab.fabric().close();
    assertThat(TestPcapng.read(one).frames()).hasSize(1);
    assertThat(TestPcapng.read(two).frames()).hasSize(1);
    assertThat(TestPcapng.read(two).statistics()).hasSize(2);
  }
}
