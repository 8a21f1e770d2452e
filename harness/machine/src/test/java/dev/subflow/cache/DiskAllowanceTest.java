// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DiskAllowanceTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({
    "'', 8589934592",
    "100, 100",
    "500M, 524288000",
    "8G, 8589934592",
    "8 GiB, 8589934592",
    "2k, 2048",
    "999999999999T, 9223372036854775807",
  })
  void sizesAreRead(String text, long bytes) {
    assertThat(DiskAllowance.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(strings = {"much", "-1", "1X", "1.5G"})
  void whatIsNoSizeIsRefused(String text) {
    assertThatThrownBy(() -> DiskAllowance.parse(text))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "subflow.evidence.max is \"" + text + "\", which is no size such as 500M or 8G");
  }

  @Test
  void allOrNothingIsTaken() {
    DiskAllowance allowance = new DiskAllowance(10);

    assertThat(allowance.take(8)).isTrue();
    assertThat(allowance.remark()).isEmpty();
    assertThat(allowance.take(3)).isFalse();
    assertThat(allowance.take(2)).isTrue();
    assertThat(allowance.take(1)).isFalse();
    assertThat(allowance.remark().orElseThrow()).contains("limit", "-Dsubflow.evidence.max=");
    allowance.giveBack(100);
    assertThat(allowance.take(11)).as("no more than all of it").isFalse();
    assertThat(allowance.take(10)).isTrue();
  }

  @Test
  void threadsTakeNoMoreThanThereIsTogether() {
    DiskAllowance allowance = new DiskAllowance(1000);

    long given = IntStream.range(0, 5000).parallel().filter(i -> allowance.take(7)).count();

    assertThat(given).isEqualTo(1000 / 7);
  }

  @Test
  void aSmallerDiskIsTold() {
    assertThat(new DiskAllowance(2L << 30).forecast(Path.of("/proc")))
        .isEqualTo("Evidence may take 2.0 GiB, but only 0 KiB are free in /proc");
    assertThat(new DiskAllowance(1 << 20).forecast(folder.resolve("not/yet")))
        .isEqualTo("Evidence may take 1 MiB");
  }
}
