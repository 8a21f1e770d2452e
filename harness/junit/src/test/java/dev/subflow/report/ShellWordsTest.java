// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ShellWordsTest {
  @Test
  void plainWordsStayPlain() {
    assertThat(ShellWords.quote(List.of("ip", "netns", "exec", "ns-1", "ping6", "fe80::1%eth0")))
        .isEqualTo("ip netns exec ns-1 ping6 fe80::1%eth0");
    assertThat(ShellWords.quote("")).isEqualTo("''");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "single subflow",
        "it's",
        "''",
        "$HOME `id` \\",
        "a\nb",
        "*",
        "~",
        "#x",
        "a;b&c|d>e",
        "\u00fc"
      })
  void aShellReadsEveryWordAsItWas(String word) throws IOException, InterruptedException {
    Process shell =
        new ProcessBuilder("sh", "-c", ShellWords.quote(List.of("printf", "%s|", word, "end")))
            .start();
    String read = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(shell.waitFor()).isZero();
    assertThat(read).isEqualTo(word + "|end|");
  }

  @Test
  void aProgramIsKnownByItsNameWhateverItsPath() {
    assertThat(ShellWords.isProgram("ss", List.of("/usr/bin/ss", "-M"))).isTrue();
    assertThat(ShellWords.isProgram("ss", List.of("ss"))).isTrue();
    assertThat(ShellWords.isProgram("ss", List.of("/usr/bin/boss"))).isFalse();
    assertThat(ShellWords.isProgram("ss", List.of("ip", "ss"))).isFalse();
  }
}
