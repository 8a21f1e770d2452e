// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import static dev.subflow.topology.Impairment.impairment;
import static dev.subflow.topology.Rate.megabits;
import static dev.subflow.wire.FabricFixture.MAC_A;
import static dev.subflow.wire.FabricFixture.MAC_B;
import static dev.subflow.wire.FabricFixture.soon;
import static dev.subflow.wire.FakeGuest.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.subflow.capture.CaptureFile;
import dev.subflow.capture.TestPcapng;
import dev.subflow.topology.Impairment;
import dev.subflow.topology.QueueLimit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(90)
final class ImpairedWireTest {
  private static final Duration A_WHILE = Duration.ofMillis(50);
  private static final byte[] PING = frame(MAC_B, MAC_A, "ping");
  private static final byte[] PONG = frame(MAC_A, MAC_B, "pong");

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

  private static byte[] numbered(int number, int bytes) {
    return ByteBuffer.wrap(frame(MAC_B, MAC_A, "x".repeat(bytes - 14))).putInt(14, number).array();
  }

  private static int number(byte[] frame) {
    return ByteBuffer.wrap(frame).getInt(14);
  }

  private void sendNumbered(int count, int bytes) throws IOException {
    for (int i = 0; i < count; i++) {
      a.send(numbered(i, bytes));
    }
  }

  private List<Integer> receiveNumbers(int count) throws IOException {
    List<Integer> numbers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      numbers.add(number(b.receive()));
    }
    return numbers;
  }

  @Test
  void delaysBothWaysAndKeepsTimeToTwoMilliseconds() throws IOException {
    lab.wire().impair(impairment().delay(Duration.ofMillis(40)));
    List<Long> nanos = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Stopwatch watch = new Stopwatch();
      a.send(PING);
      assertThat(b.receive()).isEqualTo(PING);
      b.send(PONG);
      assertThat(a.receive()).isEqualTo(PONG);
      nanos.add(watch.elapsed().toNanos());
    }
    nanos.sort(null);
    // The fastest: a busy machine may wake the loop late now and then, but never early.
    assertThat(nanos.get(0) / 1e6).isBetween(80.0, 84.0);
  }

  @Test
  void holdsItsRateWithinFivePercent() throws IOException {
    int bytes = 1500;
    int frames = 2500;
    lab.wire()
        .impair(
            Direction.from("a"), impairment().rate(megabits(10)).queue(QueueLimit.bytes(4 << 20)));
    // From before the first is sent: the wire drains while the others are written.
    Stopwatch watch = new Stopwatch();
    sendNumbered(frames, bytes);
    assertThat(receiveNumbers(frames)).isSorted();
    double megabits = (double) frames * bytes * 8 / watch.seconds() / 1e6;
    assertThat(megabits).isCloseTo(10, within(0.5));
  }

  @Test
  void dropsWhatItsQueueCanNotTakeAndCountsIt() throws IOException {
    lab.wire()
        .impair(Direction.from("a"), impairment().rate(megabits(1)).queue(QueueLimit.frames(10)));
    sendNumbered(100, 500);
    soon("all but the queue dropped")
        .until(() -> lab.wire().stats(Direction.from("a")).faults().queueFull() > 80);
    DirectionStats stats = lab.wire().stats(Direction.from("a"));
    assertThat(stats.frames()).isEqualTo(100);
    lab.wire().heal();
    receiveNumbers((int) (100 - stats.faults().queueFull()));
    DirectionStats healed = lab.wire().stats(Direction.from("a"));
    assertThat(healed.forwardedFrames() + healed.dropped()).isEqualTo(100);
    assertThat(healed.underWay()).isZero();
  }

  @Test
  void aBlackholeOneWayLeavesTheOtherAlone() throws IOException {
    lab.wire().impair(Direction.from("a"), impairment().blackhole());
    a.send(PING);
    b.send(PONG);
    assertThat(a.receive()).isEqualTo(PONG);
    soon("swallowed frame")
        .until(() -> lab.wire().stats(Direction.to("b")).faults().blackholed() == 1);
    assertThat(b.poll(A_WHILE)).isEmpty();
    lab.wire().impair(Direction.to("b"), Impairment.NONE);
    a.send(PING);
    assertThat(b.receive()).isEqualTo(PING);
  }

  @Test
  void aCutLosesWhatIsUnderWay() throws IOException {
    lab.wire().impair(impairment().delay(Duration.ofMillis(100)));
    sendNumbered(10, 60);
    soon("frames under way").until(() -> lab.wire().stats(Direction.from("a")).underWay() == 10);
    lab.wire().cut();
    lab.wire().restore();
    byte[] after = frame(MAC_B, MAC_A, "after the cut");
    a.send(after);
    assertThat(b.receive()).isEqualTo(after);
    assertThat(lab.wire().stats(Direction.from("a")).lostToCut()).isEqualTo(10);
    assertThat(lab.port("a").lostToCut()).isEqualTo(10);
  }

  @Test
  void healingDeliversWhatIsUnderWayInOrderAndRestores() throws IOException {
    lab.wire().impair(impairment().delay(Duration.ofMinutes(10)));
    sendNumbered(200, 800);
    soon("frames under way").until(() -> lab.wire().stats(Direction.from("a")).underWay() == 200);
    lab.wire().heal();
    assertThat(receiveNumbers(200)).isSorted();
    lab.wire().cut();
    lab.wire().heal();
    assertThat(lab.wire().isCut()).isFalse();
    a.send(PING);
    assertThat(b.receive()).isEqualTo(PING);
  }

  @Test
  void anotherImpairmentLeavesUnderWayWhatIsUnderWay() throws IOException {
    lab.wire().impair(impairment().delay(Duration.ofMinutes(1)));
    sendNumbered(5, 60);
    soon("frames under way").until(() -> lab.wire().stats(Direction.from("a")).underWay() == 5);
    lab.wire().impair(impairment().delay(Duration.ofMinutes(2)));
    assertThat(lab.wire().stats(Direction.from("a")).underWay()).isEqualTo(5);
    lab.wire().impair(impairment().delay(Duration.ofMillis(1)).loss(1));
    assertThat(receiveNumbers(5)).isSorted();
  }

  @Test
  void theSameSeedLosesTheSameFrames() throws IOException {
    List<List<Integer>> runs = new ArrayList<>();
    for (long seed : new long[] {3, 3, 4}) {
      lab.wire().impair(Direction.from("a"), impairment().loss(0.3).seed(seed));
      long before = lab.wire().stats(Direction.from("a")).faults().lost();
      sendNumbered(300, 60);
      soon("frames").until(() -> lab.port("a").sentFrames() % 300 == 0);
      long lost = lab.wire().stats(Direction.from("a")).faults().lost() - before;
      runs.add(receiveNumbers((int) (300 - lost)));
    }
    assertThat(runs.get(1)).isEqualTo(runs.get(0));
    assertThat(runs.get(2)).isNotEqualTo(runs.get(0));
  }

  @Test
  void capturesShowWhatCrossedAndSayWhatWasDone(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("wire.pcapng");
    Capture capture = lab.wire().capture(file);
    lab.wire().impair(Direction.from("a"), impairment().loss(1));
    a.send(PING);
    soon("loss").until(() -> lab.wire().stats(Direction.from("a")).faults().lost() == 1);
    lab.wire().heal();
    a.send(PING);
    b.receive();
    capture.close();
    CaptureFile read = TestPcapng.read(file);
    assertThat(read.framesFrom("a", "eth1")).hasSize(1);
    assertThat(read.events())
        .extracting(CaptureFile.Event::message)
        .containsExactly("wire wire from a: loss 100 %", "wire wire healed");
  }

  @Test
  void beginsWithTheImpairmentOfItsTopology() throws IOException {
    try (FabricFixture lossy = FabricFixture.link(impairment().loss(1))) {
      FakeGuest sender = lossy.plug("a");
      FakeGuest receiver = lossy.plug("b");
      sender.send(PING);
      soon("loss").until(() -> lossy.wire().stats(Direction.from("a")).faults().lost() == 1);
      lossy.wire().heal();
      sender.send(PING);
      assertThat(receiver.receive()).isEqualTo(PING);
    }
  }

  @Test
  void namesWhatThereIsWhenTheDirectionDoesNotExist() {
    for (Direction direction : List.of(Direction.from("c"), Direction.to("a", "eth2"))) {
      assertThatThrownBy(() -> lab.wire().impair(direction, impairment().loss(0.5)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "nothing goes " + direction + " on wire \"wire\"; on it are [a/eth1, b/eth1]");
      assertThatThrownBy(() -> lab.wire().stats(direction))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> lab.wire().attach(direction, (frame, way) -> List.of(frame)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
