// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SlicingTest {
  private static final int CLONES = 4;

  @Test
  void nothingIsLostAndEachSliceKeepsTheOrder() {
    List<String> names = names(140);

    List<Slice> slices = Slicing.cut("x.sh", names, SlicingTest::duration, CLONES);

    assertThat(slices.stream().flatMap(s -> s.subtests().stream()))
        .containsExactlyInAnyOrderElementsOf(names);
    assertThat(slices)
        .allSatisfy(s -> assertThat(s.planned()).isEqualTo(s.subtests()))
        .allSatisfy(
            s ->
                assertThat(s.subtests())
                    .isSortedAccordingTo(Comparator.comparingInt(names::indexOf)));
  }

  @Test
  void longSlicesComeFirstAndShortOnesLast() {
    List<Slice> slices = Slicing.cut("x.sh", names(140), SlicingTest::duration, CLONES);

    assertThat(slices).isSortedAccordingTo(Comparator.comparing(Slice::expected).reversed());
    assertThat(slices.get(0).expected()).isBetween(Duration.ofSeconds(100), Slicing.LONGEST);
    assertThat(slices.get(slices.size() - 1).expected())
        .isLessThanOrEqualTo(Slicing.SHORTEST.plusSeconds(9));
  }

  /** Dealt out to whoever is free, the last clone ends soon after the first one. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 8, 16})
  void clonesEndTogether(int clones) {
    long[] busy = new long[clones];
    for (Slice slice : Slicing.cut("x.sh", names(140), SlicingTest::duration, clones)) {
      Arrays.sort(busy);
      busy[0] += slice.expected().toSeconds();
    }

    Arrays.sort(busy);
    assertThat(busy[clones - 1] - busy[0]).isLessThanOrEqualTo(Slicing.SHORTEST.toSeconds() + 9);
  }

  @Test
  void noSliceIsLongerThanTheLongest() {
    assertThat(Slicing.cut("x.sh", names(3000), SlicingTest::duration, 2))
        .allSatisfy(
            s -> assertThat(s.expected()).isLessThanOrEqualTo(Slicing.LONGEST.plusSeconds(9)));
  }

  @Test
  void manyClonesGetASliceEach() {
    assertThat(Slicing.cut("x.sh", names(140), SlicingTest::duration, 64))
        .hasSizeBetween(40, 64)
        .allSatisfy(
            s -> assertThat(s.expected()).isLessThanOrEqualTo(Slicing.SHORTEST.plusSeconds(9)));
  }

  @Test
  void aNameThatComesTwiceIsOnePart() {
    assertThat(Slicing.cut("x.sh", List.of("a", "b", "a"), n -> Duration.ofMinutes(1), CLONES))
        .flatExtracting(Slice::subtests)
        .containsExactlyInAnyOrder("a", "b");
  }

  private static List<String> names(int count) {
    return IntStream.range(0, count).mapToObj(i -> "test " + i).toList();
  }

  private static Duration duration(String name) {
    return Duration.ofSeconds(1 + Integer.parseInt(name.substring(5)) % 9);
  }
}
