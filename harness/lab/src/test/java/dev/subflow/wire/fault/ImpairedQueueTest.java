// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.fault;

import static dev.subflow.topology.Impairment.impairment;
import static dev.subflow.topology.Rate.kilobits;
import static dev.subflow.topology.Rate.megabits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.subflow.topology.Impairment;
import dev.subflow.topology.Loss;
import dev.subflow.topology.QueueLimit;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ImpairedQueueTest {
  private static final Duration MILLI = Duration.ofMillis(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static List<Integer> upTo(int count) {
    return IntStream.range(0, count).boxed().toList();
  }

  @Test
  void withoutImpairmentEverythingPassesAtOnce() {
    VirtualQueue wire = new VirtualQueue(Impairment.NONE);
    wire.send(100, 60, Duration.ZERO);
    assertThat(wire.numbers()).isEqualTo(upTo(100));
    assertThat(wire.queue().isEmpty()).isTrue();
    assertThat(wire.queue().nextDue()).isEmpty();
  }

  @Test
  void delayIsExact() {
    VirtualQueue wire = new VirtualQueue(impairment().delay(Duration.ofMillis(20)));
    wire.send(3, 60, Duration.ofMillis(5));
    wire.pass(MINUTE);
    assertThat(wire.arrivals())
        .containsExactly(
            new VirtualQueue.Arrival(0, 20_000_000),
            new VirtualQueue.Arrival(1, 25_000_000),
            new VirtualQueue.Arrival(2, 30_000_000));
  }

  @Test
  void rateIsExactAlsoWhenFetchedLate() {
    VirtualQueue wire =
        new VirtualQueue(impairment().rate(megabits(10)).queue(QueueLimit.frames(2000)));
    wire.send(1000, 1250, Duration.ZERO);
    wire.pass(Duration.ofMillis(999));
    assertThat(wire.numbers()).hasSize(999);
    wire.pass(MILLI);
    assertThat(wire.numbers()).isEqualTo(upTo(1000));

    ImpairedQueue late = new ImpairedQueue("late");
    late.change(impairment().rate(megabits(10)).queue(QueueLimit.frames(2000)), 0);
    for (int i = 0; i < 1000; i++) {
      late.offer(new byte[1250], 0);
    }
    int fetched = 0;
    for (long now = 0; now <= 1_000_000_000L; now += 7_300_000) {
      while (late.poll(now) != null) {
        fetched++;
      }
      assertThat(fetched).isEqualTo((int) (now / 1_000_000));
    }
  }

  @Test
  void theQueueForTheRateDropsAtItsTail() {
    VirtualQueue frames =
        new VirtualQueue(impairment().rate(megabits(10)).queue(QueueLimit.frames(10)));
    frames.send(15, 1250, Duration.ZERO);
    frames.pass(MINUTE);
    assertThat(frames.numbers()).isEqualTo(upTo(10));
    assertThat(frames.queue().counts().queueFull()).isEqualTo(5);

    VirtualQueue bytes =
        new VirtualQueue(impairment().rate(megabits(10)).queue(QueueLimit.bytes(5000)));
    bytes.send(6000);
    bytes.send(100);
    bytes.pass(MINUTE);
    bytes.send(15, 1250, Duration.ZERO);
    bytes.pass(MINUTE);
    assertThat(bytes.numbers()).containsExactly(0, 2, 3, 4, 5);
  }

  @Test
  void jitterSpreadsWithoutReordering() {
    for (Impairment jittered :
        List.of(
            impairment().delay(Duration.ofMillis(20)).jitter(Duration.ofMillis(10)),
            impairment().delay(Duration.ofMillis(20)).normalJitter(Duration.ofMillis(4)))) {
      VirtualQueue wire = new VirtualQueue(jittered);
      wire.send(2000, 60, Duration.ofMillis(25));
      wire.pass(MINUTE);
      assertThat(wire.numbers()).isEqualTo(upTo(2000));
      List<Double> delays = new ArrayList<>();
      wire.arrivals().forEach(a -> delays.add(a.nanos() / 1e6 - 25.0 * a.number()));
      double mean = delays.stream().mapToDouble(d -> d).average().orElseThrow();
      double spread =
          Math.sqrt(
              delays.stream().mapToDouble(d -> (d - mean) * (d - mean)).average().orElseThrow());
      assertThat(mean).isCloseTo(20, within(0.5));
      // The standard deviation of a uniform distribution of ± 10 is 10 / √3.
      assertThat(spread)
          .isCloseTo(jittered.jitter().spread().toMillis() == 4 ? 4 : 5.77, within(0.4));
      assertThat(Collections.min(delays)).isNotNegative();

      VirtualQueue dense = new VirtualQueue(jittered);
      dense.send(2000, 60, Duration.ofNanos(100_000));
      dense.pass(MINUTE);
      assertThat(dense.numbers()).isEqualTo(upTo(2000));
    }
  }

  @Test
  void losesItsShareAtRandomOrInBursts() {
    int frames = 100_000;
    VirtualQueue random = new VirtualQueue(impairment().loss(0.1));
    random.send(frames, 60, Duration.ZERO);
    assertThat(random.queue().counts().lost()).isCloseTo(10_000L, within(400L));
    assertThat(meanBurst(random, frames)).isCloseTo(1 / 0.9, within(0.05));

    VirtualQueue bursty = new VirtualQueue(impairment().loss(Loss.bursty(0.1, 8)));
    bursty.send(frames, 60, Duration.ZERO);
    assertThat(bursty.queue().counts().lost()).isCloseTo(10_000L, within(1_500L));
    assertThat(meanBurst(bursty, frames)).isCloseTo(8, within(0.8));

    VirtualQueue all = new VirtualQueue(impairment().loss(1));
    all.send(100, 60, Duration.ZERO);
    assertThat(all.numbers()).isEmpty();
  }

  private static double meanBurst(VirtualQueue wire, int frames) {
    BitSet arrived = new BitSet();
    wire.numbers().forEach(arrived::set);
    int bursts = 0;
    for (int i = 0; i < frames; i++) {
      if (!arrived.get(i) && (i == 0 || arrived.get(i - 1))) {
        bursts++;
      }
    }
    return (double) (frames - arrived.cardinality()) / bursts;
  }

  @Test
  void doublesFrames() {
    VirtualQueue wire = new VirtualQueue(impairment().duplication(0.25));
    wire.send(10_000, 60, Duration.ZERO);
    assertThat(wire.queue().counts().duplicated()).isCloseTo(2_500L, within(150L));
    assertThat(wire.numbers()).hasSize(10_000 + (int) wire.queue().counts().duplicated());
    assertThat(wire.numbers().stream().distinct().toList()).isEqualTo(upTo(10_000));
    assertThat(wire.numbers()).isSorted();
  }

  @Test
  void flipsOneBitBehindTheEthernetHeader() {
    ImpairedQueue wire = new ImpairedQueue("wire");
    wire.change(impairment().corruption(1), 0);
    BitSet touched = new BitSet();
    for (int i = 0; i < 3000; i++) {
      byte[] frame = new byte[60];
      wire.offer(frame, i);
      BitSet flipped = BitSet.valueOf(wire.poll(i));
      assertThat(flipped.cardinality()).isEqualTo(1);
      touched.or(flipped);
      assertThat(frame).isEqualTo(new byte[60]);
    }
    assertThat(touched.nextSetBit(0)).isEqualTo(14 * 8);
    assertThat(touched.cardinality()).isEqualTo(46 * 8);
    wire.offer(new byte[3], 0);
    assertThat(wire.poll(0)).hasSize(3).isNotEqualTo(new byte[3]);
    assertThat(wire.counts().corrupted()).isEqualTo(3001);
  }

  @Test
  void reordersByDistanceOrWhenNoMoreCome() {
    VirtualQueue wire = new VirtualQueue(impairment().reordering(1, 2));
    // Each is set aside, so only patience lets it go.
    wire.send(3, 60, MILLI);
    wire.pass(MINUTE);
    assertThat(wire.numbers()).containsExactly(0, 1, 2);
    assertThat(wire.millis()).containsExactly(100L, 101L, 102L);

    VirtualQueue some = new VirtualQueue(impairment().reordering(0.05, 3).seed(4));
    some.send(10_000, 60, MILLI);
    some.pass(MINUTE);
    assertThat(some.queue().counts().reordered()).isCloseTo(500L, within(80L));
    assertThat(some.numbers()).hasSize(10_000).doesNotHaveDuplicates().isNotEqualTo(upTo(10_000));
    for (int i = 0; i < some.numbers().size(); i++) {
      assertThat(Math.abs(some.numbers().get(i) - i)).isLessThan(10);
    }
  }

  @Test
  void reordersByExtraDelay() {
    VirtualQueue wire =
        new VirtualQueue(
            impairment().delay(Duration.ofMillis(10)).reordering(0.1, Duration.ofMillis(3)));
    wire.send(2000, 60, MILLI);
    wire.pass(MINUTE);
    assertThat(wire.numbers()).hasSize(2000).doesNotHaveDuplicates().isNotEqualTo(upTo(2000));
    wire.arrivals().forEach(a -> assertThat(a.nanos() / 1_000_000 - a.number()).isIn(10L, 13L));
  }

  @Test
  void aBlackholeSwallowsEverythingAlsoWhatIsUnderWay() {
    VirtualQueue wire =
        new VirtualQueue(impairment().delay(MILLI).rate(megabits(1)).queue(QueueLimit.frames(9)));
    wire.send(5, 1000, Duration.ZERO);
    wire.change(impairment().blackhole());
    wire.send(5, 1000, MILLI);
    wire.change(Impairment.NONE);
    wire.pass(MINUTE);
    assertThat(wire.numbers()).isEmpty();
    assertThat(wire.queue().counts().blackholed()).isEqualTo(10);
    wire.send(60);
    assertThat(wire.numbers()).containsExactly(10);
  }

  @Test
  void aChangeLosesNothingAndKeepsTheOrder() {
    VirtualQueue wire =
        new VirtualQueue(impairment().delay(Duration.ofSeconds(10)).rate(megabits(1)));
    wire.send(50, 1000, MILLI);
    wire.change(impairment().delay(Duration.ofMillis(30)).queue(QueueLimit.frames(1)));
    wire.send(1000);
    assertThat(wire.numbers()).isEmpty();
    wire.pass(Duration.ofMillis(30));
    assertThat(wire.numbers()).isEqualTo(upTo(51));

    wire.change(impairment().delay(Duration.ofSeconds(10)));
    wire.send(50, 1000, MILLI);
    wire.change(Impairment.NONE);
    wire.send(1000);
    assertThat(wire.numbers()).isEqualTo(upTo(102));
  }

  @Test
  void aRateThatChangesHoldsForTheRestOfAFrame() {
    VirtualQueue wire = new VirtualQueue(impairment().rate(kilobits(8)));
    wire.send(1000);
    wire.send(1000);
    wire.pass(Duration.ofMillis(500));
    wire.change(impairment().rate(kilobits(80)));
    wire.pass(MINUTE);
    assertThat(wire.millis()).containsExactly(550L, 650L);
  }

  @Test
  void isFullWhenMuchIsDelayed() {
    VirtualQueue wire = new VirtualQueue(impairment().delay(MINUTE));
    int sent = 0;
    while (!wire.queue().isFull()) {
      wire.send(60);
      sent++;
    }
    assertThat(sent * 60L).isLessThan(ImpairedQueue.MAX_DELAYED_BYTES);
    wire.pass(MINUTE);
    assertThat(wire.numbers()).hasSize(sent);
    assertThat(wire.queue().isFull()).isFalse();
  }

  @Test
  void oneEffectDoesNotChangeTheChanceOfAnother() {
    VirtualQueue alone = new VirtualQueue(impairment().loss(0.2).seed(1));
    VirtualQueue together =
        new VirtualQueue(impairment().loss(0.2).corruption(0.5).jitter(MILLI).seed(1));
    for (VirtualQueue wire : List.of(alone, together)) {
      wire.send(500, 600, MILLI);
      wire.pass(MINUTE);
    }
    // A flipped bit may be one of a number's.
    assertThat(together.numbers()).hasSameSizeAs(alone.numbers());
    assertThat(together.queue().counts().lost()).isEqualTo(alone.queue().counts().lost());
  }

  @Test
  void theSameSeedDoesTheSameEverywhereAndForEver() {
    VirtualQueue wire =
        new VirtualQueue(impairment().loss(0.5).normalJitter(Duration.ofMillis(3)).seed(42));
    wire.send(16, 60, Duration.ofMillis(10));
    wire.pass(MINUTE);
    // Written down once: another JDK or machine must not give another run.
    assertThat(wire.arrivals())
        .extracting(a -> a.number() + " " + a.nanos())
        .containsExactly(
            "2 22296793",
            "4 40417240",
            "5 52816839",
            "7 74900976",
            "8 83405277",
            "12 123117125",
            "14 140000000",
            "15 150000000");
  }
}
