// SPDX-License-Identifier: Apache-2.0
package dev.subflow.agent;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class OutputKeeperTest {
  private static String digits(int n) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < n; i++) {
      text.append(i % 10);
    }
    return text.toString();
  }

  @Property(tries = 500)
  void keepsHeadAndTailHoweverItArrives(
      @ForAll @IntRange(min = 1, max = 50) int limit,
      @ForAll @IntRange(max = 400) int length,
      @ForAll @IntRange(min = 1, max = 120) int chunk) {
    OutputKeeper keeper = new OutputKeeper(limit);
    String all = digits(length);
    for (int at = 0; at < length; at += chunk) {
      keeper.append(all.substring(at, Math.min(length, at + chunk)).getBytes(UTF_8));
    }

    assertThat(keeper.total()).isEqualTo(length);
    if (length <= limit) {
      assertThat(keeper.text()).isEqualTo(all);
    } else {
      int tail = limit / 2;
      assertThat(keeper.text())
          .isEqualTo(
              all.substring(0, limit - tail)
                  + "\n[... "
                  + (length - limit)
                  + " bytes left out ...]\n"
                  + all.substring(length - tail));
    }
  }

  @Example
  void aCharacterCutBetweenTwoChunksIsWhole() {
    OutputKeeper keeper = new OutputKeeper(5);
    byte[] bytes = "aüö".getBytes(UTF_8);
    for (byte b : bytes) {
      keeper.append(new byte[] {b});
    }

    assertThat(keeper.text()).isEqualTo("aüö");
  }
}
