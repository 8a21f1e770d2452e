// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ExcerptTest {
  private static String lines(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "line " + i)
        .collect(Collectors.joining("\n"));
  }

  @Test
  void asManyLinesAsFitAreShownWhole() {
    assertThat(Excerpt.of(lines(25))).isEqualTo(lines(25));
    assertThat(Excerpt.of("")).isEmpty();
  }

  @Test
  void linesBeyondThoseAreCounted() {
    assertThat(Excerpt.of(lines(26))).isEqualTo(lines(25) + "\n[... 1 more lines]");
  }

  @Test
  void aMessageCannotControlTheTerminal() {
    assertThat(Excerpt.of("it says \u001b[2J\u0007gone")).doesNotContain("\u001b", "\u0007");
  }
}
