// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import static dev.subflow.assertions.SubflowAssertions.assertThat;
import static dev.subflow.assertions.SubflowAssertions.assertThatThrownBy;
import static dev.subflow.topology.Rate.megabits;

import dev.subflow.audit.Transfer;
import dev.subflow.packet.TcpEnd;
import dev.subflow.packet.mptcp.IpText;
import dev.subflow.topology.Rate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

final class TransferAssertTest {
  private static final TcpEnd SERVER = end("10.0.1.2", 80);

  /** 250,000 bytes in a second, over two paths. */
  private static final Transfer TRANSFER =
      new Transfer(
          end("10.0.1.1", 40_000),
          SERVER,
          true,
          250_000,
          Duration.ofSeconds(1),
          Duration.ofSeconds(2),
          Duration.ofMillis(300),
          Duration.ofMillis(1200),
          Duration.ofMillis(200),
          List.of(path("10.0.1.1", 150_000, 10_000), path("10.0.2.1", 100_000, 15_000)),
          Map.of("client/eth1", 200_000L, "client/eth2", 100_000L));

  private static TcpEnd end(String address, int port) {
    return new TcpEnd(IpText.parse(address), port);
  }

  private static Transfer.Path path(String address, long first, long again) {
    return new Transfer.Path(
        end(address, 40_000),
        SERVER,
        first + again,
        first,
        again,
        0,
        0,
        Optional.of(Duration.ofSeconds(1)),
        Optional.of(Duration.ofSeconds(2)));
  }

  @Test
  void whatHolds() {
    assertThat(TRANSFER)
        .isMptcp()
        .hasBytes(250_000)
        .stallsAtMost(Duration.ofMillis(300))
        .blocksAtMost(Duration.ofMillis(200))
        .goodputAtLeast(megabits(2))
        .carriesAtLeast(0.5, megabits(1), megabits(3))
        .sendsAgainAtMost(0.1)
        .sendsAtMost(1.2);
    assertThat(TRANSFER).shareOf("10.0.2.1").isBetween(0.39, 0.41);
  }

  @Test
  void failuresShowValuesAndTheWholeMeasure() {
    fails(() -> assertThat(TRANSFER).stallsAtMost(Duration.ofMillis(299)))
        .hasMessage(
            "expected longest stall of at most PT0.299S but was PT0.3S\n--- measure\n" + TRANSFER);
    fails(() -> assertThat(TRANSFER).blocksAtMost(Duration.ZERO))
        .hasMessageContaining("expected longest wait for earlier bytes of at most PT0S");
    fails(() -> assertThat(TRANSFER).goodputAtLeast(Rate.kilobits(2001)))
        .hasMessageContaining("expected goodput of at least 2001 kbit/s but was 2 Mbit/s");
    fails(() -> assertThat(TRANSFER).carriesAtLeast(0.6, megabits(1), megabits(3)))
        .hasMessageContaining("expected goodput of at least 0.60 of 4 Mbit/s but was 0.50");
    fails(() -> assertThat(TRANSFER).sendsAgainAtMost(0.09))
        .hasMessageContaining("share of payload that arrived again of at most 0.090 but was 0.100");
    fails(() -> assertThat(TRANSFER).sendsAtMost(1.1))
        .hasMessageContaining("bytes of frames per byte of at most 1.100 but was 1.200");
    fails(() -> assertThat(TRANSFER).hasBytes(1))
        .hasMessageContaining("expected bytes of payload 1 but was 250000");
    fails(() -> assertThat(TRANSFER).shareOf("10.0.2.1").isLessThan(0.3))
        .hasMessageContaining("share of the payload over 10.0.2.1")
        .hasMessageContaining(TRANSFER.toString());
    fails(() -> assertThat((Transfer) null).isMptcp()).isNotNull();
  }

  @Test
  void whatBecameTcp() {
    Transfer tcp =
        new Transfer(
            SERVER,
            SERVER,
            false,
            0,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            List.of(),
            Map.of());
    fails(() -> assertThat(tcp).isMptcp())
        .hasMessageContaining("expected a transfer over MPTCP but it was, or became, TCP");
    fails(() -> assertThat(tcp).goodputAtLeast(megabits(1))).hasMessageContaining("but was 1 bit");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> fails(ThrowingCallable code) {
    return assertThatThrownBy(code).isInstanceOf(AssertionError.class);
  }
}
