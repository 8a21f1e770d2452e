// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldScannerTest {
  private static List<String> scanned(String text) {
    return FieldScanner.scan(text).all().stream().map(Field::toString).toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "token:1f00a3 fallback|token:1f00a3;fallback",
        "send 3.86Gbps pacing_rate 7.62Gbps/8Gbps|send:3.86Gbps;pacing_rate:7.62Gbps/8Gbps",
        "users:((\"a b\",pid=1,fd=3)) x|users:((\"a b\",pid=1,fd=3));x",
        "users:((\"a)\",pid=1)) x|users:((\"a)\",pid=1));x",
        "inet-sockopt: ( recverr is_icsk) x|inet-sockopt:( recverr is_icsk);x",
        "version: 1.3|version:1.3",
        "version:|version:",
        ":x|:x",
        "cubic\t<->\twscale:7,7|cubic;<->;wscale:7,7",
      })
  void cutsALineIntoItems(String text, String items) {
    assertThat(scanned(text)).containsExactly(items.split(";"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"users:((\"x\",pid=1 y z", "a:\"b y z", "a:((b) y z"})
  void aGroupThatIsNeverClosedIsCutAtSpaces(String text) {
    assertThat(scanned(text)).endsWith("y", "z").hasSize(3);
  }

  @Test
  void manyOpenGroupsTakeNoLongerThanTheirLength() {
    assertThat(scanned("( ".repeat(50_000))).hasSize(50_000);
  }

  @Test
  void fieldsTellNumbersFromOtherValues() {
    Fields fields = FieldScanner.scan("a:1 a:2 big:18446744073709551615 hex:ff bare n:-1");

    assertThat(fields.number("a")).as("the first of two").hasValue(1);
    assertThat(fields.number("big")).hasValue(-1);
    assertThat(fields.number("none")).isEmpty();
    assertThat(fields.count("none")).isZero();
    assertThat(fields.hex("hex")).hasValue(255);
    assertThat(fields.find("bare")).contains("");
    assertThat(fields.has("bar")).isFalse();
    assertThatThrownBy(() -> fields.number("hex"))
        .isInstanceOf(NumberFormatException.class)
        .hasMessage("\"hex:ff\" is not an unsigned number of base 10");
    assertThatThrownBy(() -> fields.number("n")).isInstanceOf(NumberFormatException.class);
    assertThatThrownBy(() -> fields.count("bare")).hasMessageContaining("\"bare:\"");
  }

  @Test
  void fieldsAsAMapKeepTheFirstOfARepeatedNameAndTheOrder() {
    Fields fields = FieldScanner.scan("z:1 fallback z:2 a:x");

    assertThat(fields.asMap())
        .isEqualTo(Map.of("z", "1", "fallback", true, "a", "x"))
        .satisfies(map -> assertThat(map.keySet()).containsExactly("z", "fallback", "a"));
  }
}
