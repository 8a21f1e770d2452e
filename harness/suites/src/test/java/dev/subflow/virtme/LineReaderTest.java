// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LineReaderTest {
  private final List<String> lines = new ArrayList<>();
  private final LineReader reader = new LineReader(lines::add);

  private void hear(String text) {
    reader.hear(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void linesMayComeInParts() {
    hear("on");
    hear("e\ntwo\n\nth");
    assertThat(lines).containsExactly("one", "two", "");
    reader.finish();
    reader.finish();
    assertThat(lines).containsExactly("one", "two", "", "th");
  }

  @Test
  void aLetterMayComeInParts() {
    byte[] bytes = "é\n".getBytes(StandardCharsets.UTF_8);
    reader.hear(new byte[] {bytes[0]});
    reader.hear(new byte[] {bytes[1], bytes[2]});
    assertThat(lines).containsExactly("é");
  }

  @Test
  void aLineWithoutAnEndTakesNoMoreThanItsShareOfMemory() {
    hear("x".repeat(40_000) + "\n");
    assertThat(lines).hasSize(3);
    assertThat(String.join("", lines)).hasSize(40_000);
  }
}
