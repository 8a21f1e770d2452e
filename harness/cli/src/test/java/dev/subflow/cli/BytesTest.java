// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class BytesTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "7B, 7",
    "1K, 1024",
    "500M, 524288000",
    "20GiB, 21474836480",
    "' 3TB ', 3298534883328",
    "999999999M, 1048575998951424"
  })
  void readsSizesInPowersOf1024(String text, long bytes) {
    assertThat(Bytes.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "G", "-1G", "1.5G", "20g", "20 G", "1P", "1Gi", "1000000000"})
  void whatIsNoSizeIsRefusedWithAnExample(String text) {
    assertThatThrownBy(() -> Bytes.parse(text))
        .isInstanceOf(UsageException.class)
        .hasMessage("\"" + text + "\" is not a size such as 500M or 20G");
  }

  @Test
  void aSizeThatOverflowsIsRefused() {
    assertThatThrownBy(() -> Bytes.parse("9000000T"))
        .isInstanceOf(UsageException.class)
        .hasMessage("\"9000000T\" is more than any disk holds");
    assertThat(Bytes.parse("8000000T")).isPositive();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "1503238553, 1.4 GiB",
    "1099511627776, 1.0 TiB",
    "5629499534213120, 5120.0 TiB"
  })
  void writesSizesWithOneDecimal(long bytes, String text) {
    assertThat(Bytes.text(bytes)).isEqualTo(text);
  }
}
