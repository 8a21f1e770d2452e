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
import org.junit.jupiter.params.provider.ValueSource;

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

  @ParameterizedTest
  @CsvSource({
    "'a|b', 'a\\|b'",
    "'mptcp_join.sh:a b', 'mptcp_join.sh:a b'",
    "'_all_', '\\_all\\_'",
    "'[x](javascript:y)', '\\[x\\](javascript:y)'",
    "'![i](http://h/p)', '!\\[i\\](http\\://h/p)'",
    "'<img src=x>&lt;', '\\<img src=x\\>\\&lt;'",
    "'`rm`', '\\`rm\\`'",
    "'\\|', '\\\\\\|'",
    "'# heading', '\\# heading'",
    "'a # b', 'a # b'",
    "'@everyone', '\\@everyone'",
    "'two\nlines', 'two\\\\nlines'",
    "'\u202eback\u001b[2J', '\\\\u202eback'",
  })
  void nothingInALineOfMarkdownIsMoreThanText(String raw, String expected) {
    assertThat(Sanitizer.markdown(raw)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2066, 0x2067, 0x2068, 0x2069, 0x200b, 0x200e,
        0x200f, 0x2028, 0x2029, 0xfeff, 0xfffe, 0xffff, 0xe0041, 0x0b, 0x85
      })
  void aMarkThatNobodySeesIsShown(int mark) {
    String hidden = "a" + Character.toString(mark) + "b";

    assertThat(Sanitizer.text(hidden)).startsWith("a\\").endsWith("b");
    assertThat(Sanitizer.line(hidden)).startsWith("a\\").endsWith("b");
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
