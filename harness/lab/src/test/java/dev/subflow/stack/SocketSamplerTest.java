// SPDX-License-Identifier: Apache-2.0
package dev.subflow.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.subflow.mptcp.Connection;
import dev.subflow.mptcp.SubflowTable;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class SocketSamplerTest {
  private static final Connection SUBFLOW = Connection.between("10.0.1.1", "10.0.1.2");
  private static final Duration OFTEN = Duration.ofNanos(100_000);

  private final AtomicInteger count = new AtomicInteger();

  private SubflowTable next() {
    return SubflowTable.parse(
        "ESTAB 0 0 10.0.1.1:1 10.0.1.2:2 bytes_acked:" + 10 * count.incrementAndGet() + "\n");
  }

  @Test
  void bytesGrowFromSampleToSample() {
    try (SocketSampler sampler = SocketSampler.start("test", this::next, OFTEN)) {
      Duration begin = sampler.now();
      sampler.awaitSamples(5, begin);
      Duration end = sampler.now();

      var points = sampler.series(SUBFLOW).between(begin, end).points();
      assertThat(points).hasSizeGreaterThanOrEqualTo(5);
      assertThat(sampler.series(SUBFLOW).between(begin, end).acknowledged())
          .hasValue(10L * (points.size() - 1));
      assertThat(sampler.series(SUBFLOW).between(end, begin).acknowledged()).isEmpty();
      assertThat(sampler.series(Connection.between("10.0.2.1", "10.0.2.2")).points()).isEmpty();
    }
  }

  @Test
  void memoryIsBoundedAndTheWholeTimeStaysCovered() {
    try (SocketSampler sampler = SocketSampler.start("test", this::next, OFTEN)) {
      await("twice as many as are kept")
          .atMost(Duration.ofSeconds(30))
          .until(() -> count.get() > 2 * SocketSampler.MAX_SAMPLES);

      var points = sampler.series(SUBFLOW).points();
      assertThat(points).hasSizeLessThanOrEqualTo(SocketSampler.MAX_SAMPLES);
      assertThat(points.get(0).acknowledged()).isEqualTo(10);
      assertThat(points.get(points.size() - 1).acknowledged())
          .isGreaterThan(10L * SocketSampler.MAX_SAMPLES);
    }
  }

  @Test
  void failureIsToldAndEndsIt() {
    var failing =
        SocketSampler.start(
            "test",
            () -> {
              count.incrementAndGet();
              throw new IllegalArgumentException("ss is gone");
            },
            OFTEN);
    try (failing) {
      await("the failure")
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () ->
                  assertThatThrownBy(failing::samples)
                      .hasMessageContaining("ss is gone")
                      .hasCauseInstanceOf(IllegalArgumentException.class));
      assertThat(count).hasValue(1);
    }
  }
}
