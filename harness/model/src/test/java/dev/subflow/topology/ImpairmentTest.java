// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import static dev.subflow.topology.Impairment.impairment;
import static dev.subflow.topology.Rate.kilobits;
import static dev.subflow.topology.Rate.megabits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImpairmentTest {
  private static final Duration MILLI = Duration.ofMillis(1);

  @Test
  void saysWhatItIs() {
    assertThat(impairment()).isSameAs(Impairment.NONE).hasToString("no impairment");
    assertThat(
            impairment()
                .rate(megabits(10))
                .queue(QueueLimit.frames(20))
                .delay(Duration.ofMillis(20))
                .jitter(Duration.ofNanos(2_500_000))
                .loss(0.01)
                .duplication(0.005)
                .corruption(0.0001)
                .reordering(0.05, 3))
        .hasToString(
            "10 Mbit/s (queue 20 frames), delay 20 ms ± 2.5 ms, loss 1 %, duplication 0.5 %,"
                + " corruption 0.01 %, reordering 5 % by 3 frames or 100 ms");
    assertThat(impairment().loss(Loss.bursty(0.05, 10)).normalJitter(MILLI).rate(kilobits(64)))
        .hasToString("64 kbit/s, delay 0 ms ± 1 ms (normal), loss 5 % in bursts of 10");
    assertThat(impairment().blackhole()).hasToString("blackhole");
    assertThat(impairment().reordering(1, MILLI)).hasToString("reordering 100 % by 1 ms");
  }

  @Test
  void isNoneWhateverItsSeed() {
    assertThat(impairment().seed(7).isNone()).isTrue();
    assertThat(impairment().loss(0.1).isNone()).isFalse();
    assertThat(impairment().blackhole().isNone()).isFalse();
  }

  @Test
  void limitsTheQueueByTimeUnlessTold() {
    assertThat(impairment().rate(megabits(10)).queueLimit()).isEqualTo(QueueLimit.bytes(125_000));
    assertThat(impairment().rate(kilobits(1)).queueLimit()).isEqualTo(QueueLimit.bytes(64 << 10));
    assertThat(impairment().rate(megabits(9000)).queueLimit()).isEqualTo(QueueLimit.bytes(4 << 20));
    assertThat(impairment().rate(megabits(10)).queue(QueueLimit.frames(5)).queueLimit())
        .isEqualTo(QueueLimit.frames(5));
  }

  @Test
  void rateAndTimeBelongTogether() {
    assertThat(megabits(10).timeFor(1250)).isEqualTo(MILLI);
    assertThat(megabits(10).bytesIn(MILLI)).isEqualTo(1250);
    assertThat(Rate.bits(3).timeFor(3)).isEqualTo(Duration.ofSeconds(8));
    assertThat(Rate.bits(7).timeFor(1)).isEqualTo(Duration.ofNanos(1_142_857_143));
    assertThat(megabits(10)).hasToString("10 Mbit/s");
    assertThat(Rate.bits(1_500)).hasToString("1500 bit/s");
  }

  @Test
  void burstsLoseTheirShare() {
    Loss loss = Loss.bursty(0.05, 10);
    assertThat(loss.share()).isCloseTo(0.05, within(1e-12));
    assertThat(loss.toGood()).isEqualTo(0.1);
    assertThat(Loss.bursty(0, 1).isNone()).isTrue();
    assertThat(Loss.random(0.2).share()).isEqualTo(0.2);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 1.01, Double.NaN, Double.POSITIVE_INFINITY, 5})
  void refusesWhatIsNoProbability(double value) {
    for (ThrowingCallable bad :
        List.<ThrowingCallable>of(
            () -> impairment().loss(value),
            () -> impairment().duplication(value),
            () -> impairment().corruption(value),
            () -> impairment().reordering(value, 1),
            () -> Loss.bursty(value, 10),
            () -> new Loss(0, 1, value, 1))) {
      assertThatThrownBy(bad)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a probability of ")
          .hasMessageContaining(String.valueOf(value))
          .hasMessageContaining("0..1");
    }
  }

  @Test
  void refusesImpossibleTimesRatesAndQueues() {
    refused(() -> impairment().delay(MILLI.negated()), "delay of PT-0.001S");
    refused(() -> impairment().delay(Duration.ofHours(2)), "delay of PT2H");
    refused(() -> impairment().jitter(MILLI.negated()), "jitter of PT-0.001S");
    refused(() -> impairment().reordering(0.1, MILLI.negated()), "patience of PT-0.001S");
    refused(() -> impairment().reordering(0.1, 0), "0 others");
    refused(() -> megabits(-1), "-1000000 bit/s");
    refused(() -> Rate.bits(0), "blackhole()");
    refused(() -> QueueLimit.frames(0), "0 frames");
    refused(() -> QueueLimit.bytes(QueueLimit.MAX_BYTES + 1), "67108865 bytes");
    refused(() -> Loss.bursty(0.1, 0.5), "bursts of 0.5");
    refused(() -> Loss.bursty(1, 10), "below 1");
    refused(() -> Loss.bursty(0.9, 2), "longer bursts");
  }

  private static void refused(ThrowingCallable bad, String because) {
    assertThatThrownBy(bad)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(because);
  }
}
