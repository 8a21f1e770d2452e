// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HistoryPlaceTest {
  private static final Path CACHE = Path.of("/cache");

  @Test
  void theCacheIsTheDefault() {
    assertThat(of("", Map.of()).file()).contains(CACHE.resolve("history/results/history.sqlite"));
  }

  @Test
  void theOptionWinsOverTheEnvironment() {
    Map<String, String> environment = Map.of("SUBFLOW_DB", "jdbc:postgresql://db/a");

    assertThat(of("", environment).url()).isEqualTo("jdbc:postgresql://db/a");
    assertThat(of("/x/y.sqlite", environment).file()).contains(Path.of("/x/y.sqlite"));
    assertThat(of("jdbc:sqlite:/x/y.sqlite", environment).file()).contains(Path.of("/x/y.sqlite"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:mysql://u:geheim@db/a",
        "postgresql://u:geheim@db/a",
        "jdbc:sqlite::memory:"
      })
  void anotherDatabaseIsRefused(String text) {
    assertThatThrownBy(() -> of(text, Map.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("jdbc:postgresql://")
        .hasMessageNotContaining("geheim");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://127.0.0.1:1/a?user=u&password=geheim",
        "jdbc:postgresql://u:geheim@127.0.0.1:1/a",
        "jdbc:postgresql://127.0.0.1:1/a?PASSWORD=geheim&ssl=false"
      })
  void noMessageHasThePassword(String url) {
    HistoryPlace place = of(url, Map.of());

    assertThat(place.toString()).doesNotContain("geheim");
    assertThatThrownBy(() -> Pasts.tests(place))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageNotContaining("geheim")
        .hasMessageContaining("127.0.0.1:1")
        .hasNoCause();
  }

  private static HistoryPlace of(String option, Map<String, String> environment) {
    return HistoryPlace.of(Optional.of(option).filter(o -> !o.isEmpty()), environment, CACHE);
  }
}
