// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SeedTest {
  @Test
  void seedsOfRepetitionsAreTheirOwnAndTheSameEachTime() {
    assertThat(new Seed(42).ofRepetition(1)).isEqualTo(new Seed(42));
    assertThat(new Seed(42).ofRepetition(9)).isEqualTo(new Seed(42).ofRepetition(9));
    assertThat(IntStream.range(1, 1000).mapToObj(new Seed(42)::ofRepetition).distinct())
        .hasSize(999);
    assertThat(new Seed(5).random().nextInt()).isEqualTo(new Seed(5).random().nextInt());
  }
}
