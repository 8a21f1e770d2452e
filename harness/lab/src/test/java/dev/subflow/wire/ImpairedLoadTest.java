// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import static dev.subflow.topology.Impairment.impairment;
import static dev.subflow.topology.Rate.megabits;
import static dev.subflow.wire.FabricFixture.MAC_A;
import static dev.subflow.wire.FabricFixture.MAC_B;
import static dev.subflow.wire.FabricFixture.MAC_C;
import static dev.subflow.wire.FabricFixture.soon;
import static dev.subflow.wire.FakeGuest.frame;
import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.topology.Impairment;
import dev.subflow.wire.fault.ImpairedQueue;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Impairments under a flood: nothing is lost that should not be, and memory stays bounded. */
@Timeout(90)
final class ImpairedLoadTest {
  private static final int FRAMES = 30_000;

  @Test
  void changesWhileFramesFlowLoseNothingAndKeepTheOrder() throws Exception {
    try (FabricFixture lab = FabricFixture.link()) {
      FakeGuest a = lab.plug("a");
      FakeGuest b = lab.plug("b");
      List<Impairment> lossless =
          List.of(
              impairment().delay(Duration.ofMillis(5)),
              Impairment.NONE,
              impairment().delay(Duration.ofMillis(2)).jitter(Duration.ofMillis(2)),
              impairment().delay(Duration.ofMillis(1)));
      CompletableFuture<Void> sent = Flood.send(a, MAC_B, MAC_A, FRAMES);
      CompletableFuture<Integer> changing =
          CompletableFuture.supplyAsync(
              () -> {
                int changes = 0;
                while (!sent.isDone()) {
                  lab.wire().impair(Direction.from("a"), lossless.get(changes++ % lossless.size()));
                }
                lab.wire().heal();
                return changes;
              });
      Flood.expectAll(b, MAC_B, MAC_A, FRAMES);
      assertThat(changing.get()).isPositive();
      DirectionStats stats = lab.wire().stats(Direction.from("a"));
      assertThat(stats.forwardedFrames()).isEqualTo(FRAMES);
      assertThat(stats.dropped()).isZero();
    }
  }

  @Test
  void aSlowReaderBehindADelayLosesNothingAndHoldsItsSender() throws Exception {
    try (FabricFixture lab = FabricFixture.link()) {
      FakeGuest a = lab.plug("a");
      FakeGuest b = lab.plug("b");
      lab.wire().impair(impairment().delay(Duration.ofMillis(1)));
      CompletableFuture<Void> sent = Flood.send(a, MAC_B, MAC_A, FRAMES);
      soon("held sender").until(() -> Flood.settled(lab));
      assertThat(sent).isNotDone();
      Flood.expectAll(b, MAC_B, MAC_A, FRAMES);
      sent.get();
      assertThat(lab.port("b").lostStalled()).isZero();
    }
  }

  @Test
  void aLongDelayTakesBoundedMemoryAndLosesNothing() throws Exception {
    try (FabricFixture lab = FabricFixture.link()) {
      FakeGuest a = lab.plug("a");
      FakeGuest b = lab.plug("b");
      lab.wire().impair(impairment().delay(Duration.ofMinutes(30)));
      CompletableFuture<Void> sent = Flood.send(a, MAC_B, MAC_A, FRAMES);
      soon("held sender")
          .until(
              () ->
                  lab.wire().stats(Direction.from("a")).bytes()
                          > ImpairedQueue.MAX_DELAYED_BYTES / 2
                      && Flood.settled(lab));
      assertThat(sent).isNotDone();
      assertThat(lab.wire().stats(Direction.from("a")).bytes())
          .isLessThan(ImpairedQueue.MAX_DELAYED_BYTES);
      lab.wire().heal();
      Flood.expectAll(b, MAC_B, MAC_A, FRAMES);
      sent.get();
    }
  }

  @Test
  void aGuestThatDoesNotReadLosesFramesBehindALaneToo() throws Exception {
    try (FabricFixture lab = FabricFixture.segment(2, Duration.ofMillis(100))) {
      FakeGuest a = lab.plug("a");
      lab.plug("b");
      lab.wire().impair(impairment().delay(Duration.ofMillis(1)));
      Flood.send(a, MAC_B, MAC_A, FRAMES).get();
      soon("lost frames")
          .until(() -> lab.port("b").receivedFrames() + lab.port("b").lostStalled() == FRAMES);
      assertThat(lab.port("b").lostStalled()).isPositive();
    }
  }

  @Test
  void onASegmentEachWayOfEachNicIsImpairedByItself() throws Exception {
    try (FabricFixture lab = FabricFixture.segment(3)) {
      FakeGuest a = lab.plug("a");
      FakeGuest b = lab.plug("b");
      FakeGuest c = lab.plug("c");
      lab.wire().impair(Direction.to("b"), impairment().loss(1));
      byte[] call = frame(FabricFixture.BROADCAST, MAC_A, "all");
      a.send(call);
      assertThat(c.receive()).isEqualTo(call);
      c.send(frame(FabricFixture.BROADCAST, MAC_C, "c"));
      a.receive();
      soon("loss").until(() -> lab.wire().stats(Direction.to("b")).faults().lost() == 2);
      assertThat(lab.wire().stats(Direction.from("a")).forwardedFrames()).isEqualTo(1);
      assertThat(lab.wire().stats()).hasSize(4);

      lab.wire()
          .impair(Direction.to("b"), impairment().delay(Duration.ofMillis(1)).rate(megabits(100)));
      lab.wire().impair(Direction.from("a"), impairment().delay(Duration.ofMillis(1)));
      Flood.send(a, MAC_B, MAC_A, 50).get();
      Flood.expectAll(b, MAC_B, MAC_A, 50);
      assertThat(lab.wire().stats(Direction.to("b")).forwardedFrames()).isEqualTo(50);
    }
  }
}
