// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.packet.LinkType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Bytes of a {@link CaptureInput}, and the {@link Ticks} in them. */
final class CaptureInputTest {
  private final CaptureInput in =
      new CaptureInput("x.pcap", new ByteArrayInputStream(new byte[] {1, 2, 3, 4, 5}));

  @Test
  void saysWhereAFileEndsWithinSomething() throws IOException {
    assertThat(in.read(4)).containsExactly(1, 2, 3, 4);
    long start = in.position();
    assertThat(in.read(4)).containsExactly(5);
    in.cutOff(start);
    in.damaged(0, "is odd");

    assertThat(in.gaps())
        .containsExactly(
            "x.pcap is cut off at byte 5, in what begins at byte 4",
            "x.pcap: the block at byte 0 is odd");
    assertThat(in.read(4)).isEmpty();
  }

  @Test
  void namesTheLinkTypesThatAreRead() throws IOException {
    assertThat(in.link(1)).isEqualTo(LinkType.ETHERNET);
    assertThatThrownBy(() -> in.link(147))
        .isInstanceOf(CaptureFormatException.class)
        .hasMessageStartingWith("x.pcap has frames of link type 147, which are not read")
        .hasMessageContaining(LinkType.LINUX_COOKED + " (113)");
  }

  @ParameterizedTest
  @CsvSource({
    "6, 0, 1500000, 1970-01-01T00:00:01.5Z",
    "9, 10, 1, 1970-01-01T00:00:10.000000001Z",
    "9, -10, 10000000000, 1970-01-01T00:00:00Z",
    "0, 0, 7, 1970-01-01T00:00:07Z",
    "12, 0, 1999, 1970-01-01T00:00:00.000000001Z",
    "-118, 0, 512, 1970-01-01T00:00:00.5Z",
    "-128, 0, 7, 1970-01-01T00:00:07Z",
  })
  void ticksAreOfTheirResolution(byte resolution, long offset, long ticks, Instant time) {
    assertThat(new Ticks(resolution, offset).time(ticks)).isEqualTo(time);
  }

  @Test
  void ticksAreUnsigned() {
    long seconds =
        new BigInteger(Long.toUnsignedString(-1)).divide(BigInteger.valueOf(1_000_000)).longValue();

    assertThat(Ticks.MICROSECONDS.time(-1).getEpochSecond()).isEqualTo(seconds).isPositive();
    assertThat(new Ticks((byte) 9, 0).time(Long.MIN_VALUE))
        .isEqualTo("2262-04-11T23:47:16.854775808Z");
  }

  @Test
  void timesOutOfRangeAreRefused() {
    assertThatThrownBy(() -> new Ticks((byte) 0, 0).time(-1))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> new Ticks((byte) 6, Long.MAX_VALUE).time(1_000_000))
        .isInstanceOf(ArithmeticException.class);
    assertThatThrownBy(() -> new Ticks((byte) 0, 0).time(Long.MAX_VALUE))
        .isInstanceOf(DateTimeException.class);
  }
}
