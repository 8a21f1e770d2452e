// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class SlicingTest {
  private static final Duration LONGEST = Duration.ofSeconds(60);

  @Test
  void slicesAreAboutEquallyLongAndNothingIsLost() {
    List<String> names = IntStream.range(0, 140).mapToObj(i -> "test " + i).toList();
    List<Slice> slices =
        Slicing.cut(
            "x.sh",
            names,
            n -> Duration.ofSeconds(1 + Integer.parseInt(n.substring(5)) % 9),
            LONGEST);

    assertThat(slices.stream().flatMap(s -> s.subtests().stream()))
        .containsExactlyInAnyOrderElementsOf(names);
    assertThat(slices)
        .allSatisfy(
            s -> assertThat(s.expected()).isBetween(Duration.ofSeconds(50), Duration.ofSeconds(70)))
        .allSatisfy(s -> assertThat(s.planned()).isEqualTo(s.subtests()));
    assertThat(slices.get(0).subtests())
        .isSortedAccordingTo((a, b) -> names.indexOf(a) - names.indexOf(b));
  }

  @Test
  void aNameThatComesTwiceIsOnePart() {
    assertThat(Slicing.cut("x.sh", List.of("a", "b", "a"), n -> LONGEST, LONGEST))
        .flatExtracting(Slice::subtests)
        .containsExactlyInAnyOrder("a", "b");
  }
}
