// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import static dev.subflow.topology.Impairment.impairment;
import static dev.subflow.wire.FabricFixture.MAC_A;
import static dev.subflow.wire.FabricFixture.MAC_B;
import static dev.subflow.wire.FabricFixture.soon;
import static dev.subflow.wire.FakeGuest.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.audit.Interference;
import dev.subflow.packet.Frame;
import dev.subflow.packet.Packets;
import dev.subflow.packet.mptcp.MptcpSubtype;
import dev.subflow.topology.Rate;
import dev.subflow.wire.middlebox.Middleboxes;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
final class MiddleboxOnWireTest {
  private static final byte[] PING = frame(MAC_B, MAC_A, "ping");
  private static final byte[] PONG = frame(MAC_A, MAC_B, "pong");
  private static final Middlebox TWICE = (frame, crossing) -> List.of(frame, frame);
  private static final Middlebox NOTHING = (frame, crossing) -> List.of();

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

  private static Middlebox appending(char letter) {
    return (frame, crossing) -> {
      byte[] longer = Arrays.copyOf(frame.bytes(), frame.length() + 1);
      longer[longer.length - 1] = (byte) letter;
      return List.of(Frame.of(longer));
    };
  }

  @Test
  void itIsKnownAfterwardsWhatWasDoneToFramesAndWhen() throws IOException {
    AttachedMiddlebox box =
        lab.wire().attach(Direction.from("a"), Middleboxes.stripMptcp(MptcpSubtype.DSS));
    box.detach();
    lab.wire().impair(Direction.from("b"), impairment().corruption(0.5));
    lab.wire().cut();

    List<Interference> done = lab.wire().interferences();
    assertThat(done)
        .extracting(i -> i.nic() + " " + i.kind() + " " + i.subtypes())
        .containsExactly(
            "a/eth1 OPTIONS [DSS]", "b/eth1 DAMAGE []", "a/eth1 LOSS []", "b/eth1 LOSS []");
    assertThat(done.get(0).until()).isBefore(Instant.MAX).isAfterOrEqualTo(done.get(0).since());
    assertThat(done.get(1).until()).isEqualTo(Instant.MAX);
  }

  @Test
  void changesDropsAndMultipliesUntilItIsDetached() throws IOException {
    try (AttachedMiddlebox box = lab.wire().attach(Direction.from("a"), appending('!'))) {
      a.send(PING);
      assertThat(b.receive()).isEqualTo(frame(MAC_B, MAC_A, "ping!"));
      b.send(PONG);
      assertThat(a.receive()).isEqualTo(PONG);
      assertThat(box.frames()).isEqualTo(1);
      assertThat(box.isAttached()).isTrue();
    }
    try (AttachedMiddlebox box = lab.wire().attach(TWICE)) {
      a.send(PING);
      assertThat(b.receive()).isEqualTo(PING);
      assertThat(b.receive()).isEqualTo(PING);
      assertThat(lab.wire().stats(Direction.from("a")).addedByMiddlebox()).isEqualTo(1);
      box.detach();
      box.detach();
      assertThat(box.isAttached()).isFalse();
    }
    try (AttachedMiddlebox box = lab.wire().attach(NOTHING)) {
      a.send(PING);
      soon("dropped frame").until(() -> box.frames() == 1);
      assertThat(lab.wire().stats(Direction.from("a")).removedByMiddlebox()).isEqualTo(1);
    }
    b.send(PONG);
    assertThat(a.receive()).isEqualTo(PONG);
    a.send(PING);
    assertThat(b.receive()).isEqualTo(PING);
  }

  @Test
  void severalActInTheOrderInWhichTheyCame() throws IOException {
    lab.wire().attach(appending('1').andThen(appending('2')));
    lab.wire().attach(Direction.to("b"), TWICE.andThen(appending('3')));
    a.send(PING);
    assertThat(b.receive()).isEqualTo(frame(MAC_B, MAC_A, "ping123"));
    assertThat(b.receive()).isEqualTo(frame(MAC_B, MAC_A, "ping123"));
    b.send(PONG);
    assertThat(a.receive()).isEqualTo(frame(MAC_A, MAC_B, "pong12"));
  }

  @Test
  void answersGoBackAndHeldFramesComeLaterThroughTheBoxesBehind() throws IOException {
    Middlebox answering =
        (frame, crossing) -> {
          crossing.answer(Frame.of(PONG));
          crossing.later(Duration.ofMillis(5), () -> List.of(frame, frame));
          return List.of();
        };
    lab.wire().attach(Direction.from("a"), answering.andThen(appending('x')));
    lab.wire().attach(Direction.from("a"), appending('y'));
    a.send(PING);
    assertThat(a.receive()).isEqualTo(PONG);
    assertThat(b.receive()).isEqualTo(frame(MAC_B, MAC_A, "pingxy"));
    assertThat(b.receive()).isEqualTo(frame(MAC_B, MAC_A, "pingxy"));
    DirectionStats stats = lab.wire().stats(Direction.from("a"));
    assertThat(stats.answeredByMiddlebox()).isEqualTo(1);
    assertThat(stats.frames() + stats.addedByMiddlebox())
        .isEqualTo(stats.forwardedFrames() + stats.dropped());
  }

  @Test
  void knowWhoSentAFrameAndWhoReceivesIt() throws IOException {
    lab.wire().attach(Middleboxes.drop(Packets.anything().sentBy("a").sentTo("b/eth1")));
    a.send(PING);
    b.send(PONG);
    assertThat(a.receive()).isEqualTo(PONG);
    a.send(frame("52:54:00:5f:09:01", MAC_A, "else"));
    assertThat(b.receive()).isEqualTo(frame("52:54:00:5f:09:01", MAC_A, "else"));
    try (FabricFixture segment = FabricFixture.segment(3)) {
      FakeGuest sender = segment.plug("a");
      FakeGuest receiver = segment.plug("b");
      segment
          .wire()
          .attach(Direction.to("b"), Middleboxes.drop(Packets.anything().sentBy("a").first(1)));
      sender.send(PING);
      sender.send(frame(MAC_B, MAC_A, "second"));
      assertThat(receiver.receive()).isEqualTo(frame(MAC_B, MAC_A, "second"));
    }
  }

  @Test
  void theyComeBeforeTheImpairment() throws IOException {
    lab.wire().impair(Direction.from("a"), impairment().duplication(1));
    AttachedMiddlebox box = lab.wire().attach(Direction.from("a"), appending('!'));
    a.send(PING);
    assertThat(b.receive()).isEqualTo(b.receive());
    assertThat(box.frames()).isEqualTo(1);
  }

  @Test
  void onASegmentTheyStandBeforeTheSwitchOrBehindIt() throws IOException {
    try (FabricFixture segment = FabricFixture.segment(3)) {
      FakeGuest sender = segment.plug("a");
      FakeGuest receiver = segment.plug("b");
      FakeGuest third = segment.plug("c");
      Middlebox answering =
          (frame, crossing) -> {
            if (crossing.direction().equals(Direction.to("b", "eth1"))) {
              crossing.answer(Frame.of(PONG));
            }
            return List.of(frame);
          };
      segment.wire().attach(Direction.to("b"), answering.andThen(appending('b')));
      segment.wire().attach(Direction.from("a"), appending('a'));
      sender.send(PING);
      assertThat(receiver.receive()).isEqualTo(frame(MAC_B, MAC_A, "pingab"));
      assertThat(third.receive()).isEqualTo(frame(MAC_B, MAC_A, "pinga"));
      assertThat(sender.receive()).isEqualTo(PONG);
    }
  }

  @Test
  void everyFrameIsAccountedFor() throws IOException {
    lab.wire()
        .impair(
            impairment()
                .loss(0.2)
                .duplication(0.2)
                .delay(Duration.ofMillis(3))
                .rate(Rate.megabits(1)));
    lab.wire().attach(Middleboxes.drop(Packets.anything().first(50)));
    lab.wire().attach(TWICE);
    // A busy loop may read all of the others while the wire is cut.
    for (int i = 0; i < 100; i++) {
      a.send(PING);
    }
    soon("the first frames").until(() -> lab.port("a").sentFrames() == 100);
    for (int i = 0; i < 600; i++) {
      a.send(PING);
      if (i % 100 == 50) {
        lab.wire().cut();
        lab.wire().restore();
      }
    }
    lab.wire().heal();
    soon("all frames").until(() -> lab.port("a").sentFrames() == 700);
    soon("nothing under way").until(() -> lab.wire().stats().get(0).underWay() == 0);
    DirectionStats stats = lab.wire().stats(Direction.from("a"));
    assertThat(stats.removedByMiddlebox()).isEqualTo(50);
    assertThat(stats.addedByMiddlebox()).isPositive();
    assertThat(stats.frames() + stats.faults().duplicated() + stats.addedByMiddlebox())
        .isEqualTo(stats.forwardedFrames() + stats.dropped());
    assertThat(lab.port("b").receivedFrames()).isEqualTo(stats.forwardedFrames());
  }

  @Test
  void oneThatThrowsIsTakenOffAndTheFrameGoesOn() throws IOException {
    Middlebox broken =
        (frame, crossing) -> {
          throw new UnsupportedOperationException("not this frame");
        };
    AttachedMiddlebox box = lab.wire().attach(broken.named("broken box"));
    AttachedMiddlebox other = lab.wire().attach(appending('!'));
    a.send(PING);
    assertThat(b.receive()).isEqualTo(frame(MAC_B, MAC_A, "ping!"));
    a.send(PING);
    assertThat(b.receive()).isEqualTo(frame(MAC_B, MAC_A, "ping!"));
    assertThat(box.isAttached()).isFalse();
    assertThat(box.frames()).isEqualTo(1);
    assertThat(box.failure()).containsInstanceOf(UnsupportedOperationException.class);
    assertThat(other.failure()).isEmpty();
    assertThat(lab.wire().takeFailures())
        .singleElement()
        .hasToString(
            "middlebox broken box on wire wire threw"
                + " java.lang.UnsupportedOperationException: not this frame");
    assertThat(lab.wire().takeFailures()).isEmpty();
  }

  @Test
  void whatCanNotBeAFrameIsContained() throws IOException {
    lab.wire()
        .attach((frame, crossing) -> List.of(Frame.of(new byte[Framing.MAX_FRAME_BYTES + 1])));
    lab.wire().attach((frame, crossing) -> List.of(Frame.of(new byte[0])));
    lab.wire()
        .attach(
            (frame, crossing) -> {
              crossing.answer(Frame.of(new byte[0]));
              return List.of();
            });
    lab.wire().attach((frame, crossing) -> Collections.nCopies(Middlebox.MAX_FRAMES + 1, frame));
    lab.wire().attach((frame, crossing) -> Collections.singletonList(null));
    lab.wire()
        .attach(
            (frame, crossing) -> {
              crossing.later(Duration.ofMillis(-1), List::of);
              return List.of();
            });
    lab.wire()
        .attach(
            (frame, crossing) -> {
              throw new AssertionError("an error is no reason to die either");
            });
    a.send(PING);
    assertThat(b.receive()).isEqualTo(PING);
    assertThat(lab.wire().takeFailures())
        .extracting(f -> String.valueOf(f.cause().getMessage()))
        .satisfiesExactly(
            m -> assertThat(m).contains("a frame of 65554 bytes", "1 to 65553 are possible"),
            m -> assertThat(m).contains("a frame of 0 bytes"),
            m -> assertThat(m).contains("a frame of 0 bytes"),
            m -> assertThat(m).contains("257 frames came of one; 256 may"),
            m -> assertThat(m).isEqualTo("null"),
            m -> assertThat(m).contains("not in PT-0.001S"),
            m -> assertThat(m).contains("no reason to die"));
  }

  @Test
  void closingTellsOfFailuresThatNobodyTook() throws IOException {
    FabricFixture other = FabricFixture.link();
    FakeGuest guest = other.plug("a");
    other
        .wire()
        .attach(
            (frame, crossing) -> {
              throw new IllegalStateException("broken");
            });
    other
        .wire()
        .when(Packets.anything())
        .then(
            () -> {
              throw new IllegalStateException("wrong");
            });
    guest.send(PING);
    soon("frame").until(() -> other.port("a").sentFrames() == 1);
    assertThatThrownBy(other.fabric()::close)
        .isInstanceOf(WireFailureException.class)
        .hasMessageContaining("broken")
        .hasMessageContaining("trigger on anything on wire wire threw")
        .hasMessageContaining("takeFailures()");
    other.close();
  }
}
