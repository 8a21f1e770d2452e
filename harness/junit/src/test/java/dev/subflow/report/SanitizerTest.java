// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SanitizerTest {
  @ParameterizedTest
  @CsvSource({
    "'\u001b[31mred\u001b[0m', red",
    "'\u001b]0;owned\u0007title', title",
    "'\u001b]8;;http://x\u001b\\link\u001b]8;;\u001b\\', link",
    "'\u001bP1;2q...\u001b\\sixel', sixel",
    "'\u001b[?1049h\u001b[2Jscreen', screen",
    "'\u001bcreset', reset",
    "'\u009b5ncsi', csi",
    "'\u001b]never ends', '\\x1b]never ends'",
    "'bell\u0007', 'bell\\x07'",
    "'over\rwritten', 'over\\x0dwritten'",
    "'nul\u0000', 'nul\\x00'",
    "'\u202eright-to-left', '\\u202eright-to-left'",
    "'\ud800half', '\\ud800half'",
    "'plain ü 中 \ud83d\ude00', 'plain ü 中 \ud83d\ude00'",
  })
  void showsWhatATerminalWouldObey(String raw, String expected) {
    assertThat(Sanitizer.text(raw)).isEqualTo(expected);
  }

  @Test
  void keepsTheLinesOfATextAndJoinsThoseOfALine() {
    assertThat(Sanitizer.text("a\r\n\tb\n")).isEqualTo("a\n\tb\n");
    assertThat(Sanitizer.line("a\r\n\tb\n")).isEqualTo("a\\x0d\\n\\tb\\n");
  }

  @Property
  void nothingThatATerminalObeysIsLeft(@ForAll String raw) {
    assertThat(Sanitizer.text(raw))
        .matches(text -> text.chars().noneMatch(c -> c < ' ' && c != '\n' && c != '\t'))
        .matches(text -> text.chars().noneMatch(c -> c >= 0x7f && c < 0xa0));
    assertThat(Sanitizer.line(raw)).matches(line -> line.chars().noneMatch(c -> c < ' '));
  }

  @Test
  void aHostileGuestCannotMakeItSlow() {
    String unterminated = "\u001b]".repeat(500_000);
    String digits = "\u001b[" + "1;".repeat(500_000);

    assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> Sanitizer.text(unterminated + digits + digits));
  }
}
