// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ScriptOutputTest {
  private static final String SAID =
      """
      001 ein Weg über zwei Netze
            join Rx                             [ OK ]
      002 single subflow
            join Rx                             [FAIL] got 0
      TAP version 13
      1..2
      003 not a title
      ok 1 - first
      """;

  private static List<String> heard(ScriptOutputTest.Pieces pieces) {
    List<String> heard = new ArrayList<>();
    ScriptOutput output =
        new ScriptOutput(
            new ScriptOutput.Listener() {
              @Override
              public void began(String title) {
                heard.add(title);
              }

              @Override
              public void failed() {
                heard.add("!");
              }
            });
    pieces.all().forEach(output::hear);
    assertThat(output.text()).isEqualTo(SAID);
    return heard;
  }

  /** What comes at once. */
  private record Pieces(List<byte[]> all) {
    static Pieces of(int size) {
      byte[] bytes = SAID.getBytes(StandardCharsets.UTF_8);
      List<byte[]> all = new ArrayList<>();
      for (int at = 0; at < bytes.length; at += size) {
        all.add(Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + size)));
      }
      return new Pieces(all);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 1000})
  void titlesAndFailuresAreHeardHoweverTheyCome(int size) {
    assertThat(heard(Pieces.of(size)))
        .containsExactly("ein Weg über zwei Netze", "single subflow", "!");
  }

  @Test
  void bytesThatAreNoTextAreNoReasonToStop() {
    ScriptOutput output =
        new ScriptOutput(
            new ScriptOutput.Listener() {
              @Override
              public void began(String title) {}

              @Override
              public void failed() {}
            });
    output.hear(new byte[] {'a', (byte) 0xff, 'b', '\n'});
    assertThat(output.text()).isEqualTo("a\ufffdb\n");
  }
}
