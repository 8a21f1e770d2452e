// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.artifact.kernel.KernelConfig;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class KconfigExpressionTest {
  private static final KernelConfig CONFIG =
      KernelConfig.parse(
          """
          CONFIG_YES=y
          CONFIG_MOD=m
          CONFIG_NUMBER=10
          CONFIG_HEX=0x10
          CONFIG_TEXT="some text"
          CONFIG_EMPTY=""
          # CONFIG_OFF is not set
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      quoteCharacter = '`',
      value = {
        "YES@y",
        "MOD@m",
        "OFF@n",
        "UNKNOWN@n",
        "!OFF@y",
        "!MOD@m",
        "!YES@n",
        "!!YES@y",
        "YES && MOD@m",
        "YES || MOD@y",
        "OFF || MOD@m",
        "OFF && YES || MOD@m",
        "OFF && (YES || MOD)@n",
        "!(OFF || MOD)@m",
        "YES=y@y",
        "MOD!=n@y",
        "OFF = n@y",
        "UNKNOWN = n@y",
        "NUMBER > 9@y",
        "NUMBER < 9@n",
        "NUMBER >= 10 && NUMBER <= 10@y",
        "TEXT = \"some text\"@y",
        "TEXT = 'other'@n",
        "EMPTY@n",
        "EMPTY = \"\"@y",
        "y@y",
        "m@m",
        "n@n",
        "$(cc-option,-mfoo)@y",
        "(YES@y",
      })
  void isWorthWhatKconfigSays(String text, String value) {
    assertThat(KconfigExpression.of(text, CONFIG))
        .isEqualTo(KconfigExpression.Value.valueOf(value.toUpperCase(Locale.ROOT)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '@',
      value = {
        "YES && MOD@",
        "OFF && YES && UNKNOWN@OFF;UNKNOWN",
        "OFF || UNKNOWN@OFF or UNKNOWN",
        "OFF || YES@",
        "YES && (OFF || NUMBER > 20)@OFF or NUMBER > 20",
        "(OFF && UNKNOWN) || MOD = y@OFF and UNKNOWN or MOD = y",
        "!YES@YES not set (it is y)",
        "OFF && !YES@OFF;YES not set (it is y)",
        "!(YES && MOD)@",
        "!YES != n@!(YES != n)",
        "OFF && !NUMBER > 9@OFF;!(NUMBER > 9)",
        "!(YES && !OFF)@!(YES && !OFF)",
        "!!OFF@!(!OFF)",
        "!TEXT != 'a ! b'@!(TEXT != 'a ! b')",
      })
  void namesTheLeastThatKeepsItFromHolding(String text, String unmet) {
    assertThat(String.join(";", KconfigExpression.unmet(text, CONFIG)))
        .isEqualTo(unmet == null ? "" : unmet);
  }
}
