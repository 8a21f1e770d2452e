// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import static dev.subflow.packet.TestPackets.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.packet.Frame;
import dev.subflow.packet.Origin;
import dev.subflow.topology.Impairment;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A lane without ports: its exit keeps what comes out. */
@Timeout(30)
final class LaneTest {
  private static final byte[] ONE = segment().sequence(1).frame().bytes();
  private static final byte[] TWO = segment().sequence(2).frame().bytes();

  private final Exit exit = new Exit();
  private final Tally tally = new Tally();
  private WireLoop loop;
  private Lane lane;

  @BeforeEach
  void open() throws IOException {
    loop = new WireLoop("lane-test");
    loop.start();
    lane = new Lane(loop, "lan", 0, Direction.from("a", "eth1"), tally, exit);
  }

  @AfterEach
  void close() {
    loop.close();
  }

  /** Takes all that a lane gives while it has room. */
  private static final class Exit implements Lane.Exit {
    private final List<byte[]> out = new ArrayList<>();
    private final List<byte[]> answers = new ArrayList<>();
    private boolean full;
    private boolean cut;

    @Override
    public boolean carry(Lane lane) {
      Ingress in = lane.ingress();
      if (full) {
        return false;
      }
      ByteBuffer run = in.run(in.start(), in.end());
      while (run.hasRemaining()) {
        byte[] frame = new byte[run.getInt()];
        run.get(frame);
        out.add(frame);
      }
      in.carriedUpTo(in.end());
      return true;
    }

    @Override
    public void answer(byte[] frame) {
      answers.add(frame);
    }

    @Override
    public boolean isCut() {
      return cut;
    }

    @Override
    public Origin origin() {
      return new Origin(Optional.of("a/eth1"), Map.of());
    }
  }

  private void take(byte[]... frames) {
    loop.run(() -> List.of(frames).forEach(lane::take));
  }

  private List<byte[]> out() {
    return loop.call(() -> List.copyOf(exit.out));
  }

  private void awaitOut(int count) {
    FabricFixture.soon("frames out of the lane").until(() -> out().size() == count);
  }

  private AttachedMiddlebox attach(Middlebox box, Failures failures) {
    return loop.call(() -> new AttachedMiddlebox(loop, box, List.of(lane), failures, () -> {}));
  }

  @Test
  void framesComeOutInTheirOrderAndAreCounted() {
    assertThat(lane.isIdle()).isTrue();
    take(ONE, TWO);
    awaitOut(2);

    assertThat(out()).containsExactly(ONE, TWO);
    assertThat(lane.counts().frames).isEqualTo(2);
    assertThat(lane.counts().bytes).isEqualTo(ONE.length + TWO.length);
    assertThat(loop.call(lane::isIdle)).isTrue();
  }

  @Test
  void aRunIsTakenFrameByFrame() {
    ByteBuffer run =
        ByteBuffer.allocate(8 + ONE.length + TWO.length)
            .putInt(ONE.length)
            .put(ONE)
            .putInt(TWO.length)
            .put(TWO)
            .flip();
    loop.run(() -> lane.take(run));
    awaitOut(2);

    assertThat(out()).containsExactly(ONE, TWO);
  }

  @Test
  void aFullReceiverLosesNothing() {
    exit.full = true;
    take(ONE);
    FabricFixture.soon("block").until(() -> loop.call(() -> lane.holdIfFull(lane)));
    take(TWO);
    assertThat(loop.call(lane::framesUnderWay)).isEqualTo(2);

    exit.full = false;
    loop.run(lane::resume);
    awaitOut(2);
    assertThat(out()).containsExactly(ONE, TWO);
  }

  @Test
  void aCutLosesWhatComesAndABlackholeWhatIsUnderWay() {
    exit.cut = true;
    take(ONE);
    assertThat(tally.lostToCut).isEqualTo(1);
    exit.cut = false;

    loop.run(() -> lane.impair(Impairment.impairment().delay(Duration.ofMinutes(30))));
    take(ONE, TWO);
    assertThat(loop.call(lane::isIdle)).isFalse();
    loop.run(() -> lane.impair(Impairment.impairment().blackhole()));
    assertThat(loop.call(() -> lane.queue().counts().blackholed())).isEqualTo(2);
    assertThat(loop.call(lane::framesUnderWay)).isZero();
    assertThat(out()).isEmpty();
  }

  @Test
  void discardingTellsHowManyWereUnderWay() {
    loop.run(() -> lane.impair(Impairment.impairment().delay(Duration.ofMinutes(30))));
    take(ONE, TWO, ONE);

    assertThat(loop.call(lane::discard)).isEqualTo(3);
    assertThat(loop.call(lane::discard)).isZero();
  }

  @Test
  void boxesChangeTheNumberOfFramesAndAnswer() {
    Failures failures = new Failures("lan");
    attach((frame, way) -> List.of(frame, frame, frame), failures);
    attach(
        (frame, way) -> {
          way.answer(frame);
          return lane.counts().answers == 1 ? List.of() : List.of(frame);
        },
        failures);
    take(ONE);
    awaitOut(2);

    LaneCounts counts = lane.counts();
    assertThat(counts.added).isEqualTo(2);
    assertThat(counts.removed).isEqualTo(1);
    assertThat(counts.answers).isEqualTo(3);
    assertThat(exit.answers).hasSize(3);
    assertThat(failures.take()).isEmpty();
  }

  @Test
  void framesHeldBackPassTheBoxesBehind() {
    Failures failures = new Failures("lan");
    attach(
        (frame, way) -> {
          way.later(Duration.ofMillis(1), () -> List.of(frame));
          return List.of();
        },
        failures);
    attach((frame, way) -> List.of(frame, Frame.of(TWO)), failures);
    take(ONE);
    awaitOut(2);

    assertThat(out()).containsExactly(ONE, TWO);
    assertThat(lane.counts().removed).isEqualTo(1);
    assertThat(lane.counts().added).isEqualTo(2);
  }

  @Test
  void aBoxThatLooksBackInTimeIsTakenOff() {
    Failures failures = new Failures("lan");
    AttachedMiddlebox box =
        attach(
            (frame, way) -> {
              way.later(Duration.ofMillis(-1), List::of);
              return List.of();
            },
            failures);
    take(ONE, TWO);
    awaitOut(2);

    assertThat(box.isAttached()).isFalse();
    assertThat(box.frames()).isEqualTo(1);
    assertThat(failures.take())
        .singleElement()
        .extracting(f -> String.valueOf(f.cause().getMessage()))
        .isEqualTo("later means in 0 or more, not in PT-0.001S");
  }

  @Test
  void aLaneHoldsWholeFramesOnly() {
    assertThatThrownBy(() -> lane.reject(-1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not one of -1");
  }
}
