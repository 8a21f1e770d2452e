// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import dev.subflow.ktap.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SelftestHistoryTest {
  @TempDir Path cache;

  private static SuiteResult result(String name, Outcome... outcomes) {
    List<SubtestResult> attempts =
        List.of(outcomes).stream()
            .map(
                o ->
                    new SubtestResult("diag.sh", name, o, Optional.of(Duration.ofMillis(1500)), ""))
            .toList();
    return new SuiteResult(attempts, Path.of("/e"), Instant.EPOCH, Duration.ofSeconds(9));
  }

  @Test
  void keepsEveryAttemptAndKnowsHowLongThingsTake() {
    SelftestHistory history = SelftestHistory.of(cache, "net/mptcp");
    assertThat(history.attempts()).isEmpty();

    history.add("7.3.4-1", "b", List.of(result("a", Outcome.FAIL, Outcome.PASS)));
    history.add("7.3.4-1", "b", List.of(result("b", Outcome.PASS)));

    assertThat(SelftestHistory.of(cache, "net/mptcp").attempts())
        .extracting(SelftestHistory.Attempt::outcome)
        .containsExactly(Outcome.FAIL, Outcome.PASS, Outcome.PASS);
    assertThat(history.durations())
        .isEqualTo(
            Map.of(
                "diag.sh:a", Duration.ofMillis(1500),
                "diag.sh:b", Duration.ofMillis(1500),
                "diag.sh", Duration.ofMillis(3000)));
    assertThat(history.subtests("b")).isEqualTo(Map.of("diag.sh", List.of("a", "b")));
    assertThat(history.subtests("another")).isEmpty();
  }

  @Test
  void takesTimesFromElsewhereWhereItHasNone() {
    SelftestHistory history = SelftestHistory.of(cache, "net/mptcp");
    history.add("7.3.4-1", "b", List.of(result("a", Outcome.PASS)));

    assertThat(
            history.durations(
                Map.of("diag.sh:a", Duration.ofSeconds(9), "diag.sh:b", Duration.ofSeconds(2))))
        .isEqualTo(
            Map.of(
                "diag.sh:a", Duration.ofMillis(1500),
                "diag.sh:b", Duration.ofSeconds(2),
                "diag.sh", Duration.ofMillis(3500)));
  }

  @Test
  void showsWhatWasChosen() {
    SelftestHistory history = SelftestHistory.of(cache, "x");
    history.add(
        "1",
        "b",
        List.of(
            result("many msk", Outcome.PASS),
            result("after flush", Outcome.PASS),
            result("many msk", Outcome.FAIL)));

    assertThat(history.attempts(SelftestChoice.parse(List.of()))).isEqualTo(history.attempts());
    assertThat(history.attempts(SelftestChoice.parse(List.of("diag")))).hasSize(3);
    assertThat(history.attempts(SelftestChoice.parse(List.of("diag.sh:many msk"))))
        .extracting(SelftestHistory.Attempt::outcome)
        .containsExactly(Outcome.PASS, Outcome.FAIL);
  }

  @Test
  void refusesWhatNeverRan() {
    SelftestHistory history = SelftestHistory.of(cache, "x");
    assertThatThrownBy(() -> history.attempts(SelftestChoice.parse(List.of("diag"))))
        .isInstanceOf(UsageException.class)
        .hasMessage("no run of \"diag\" is recorded; nor is any other of this folder");

    history.add("1", "b", List.of(result("many msk", Outcome.PASS)));
    assertThatThrownBy(() -> history.attempts(SelftestChoice.parse(List.of("daig"))))
        .isInstanceOf(UsageException.class)
        .hasMessage("no run of \"daig\" is recorded; the nearest are \"diag.sh\"");
    assertThatThrownBy(() -> history.attempts(SelftestChoice.parse(List.of("diag:many mks"))))
        .isInstanceOf(UsageException.class)
        .hasMessage(
            "no run of \"diag:many mks\" is recorded; the nearest are \"diag.sh:many msk\"");
  }

  @Test
  void aLineThatWasCutIsPassedOver() throws IOException {
    SelftestHistory history = SelftestHistory.of(cache, "x");
    history.add("1", "b", List.of(result("a", Outcome.PASS)));
    Path file = cache.resolve("history/kselftest-x.jsonl");
    Files.writeString(file, "{\"kernel\":\"1\",\"id\n", StandardOpenOption.APPEND);
    history.add("1", "b", List.of(result("b", Outcome.PASS)));

    assertThat(history.attempts())
        .extracting(SelftestHistory.Attempt::id)
        .containsExactly("diag.sh:a", "diag.sh:b");
  }

  @Test
  void ofALongHistoryTheOlderHalfIsForgotten() throws IOException {
    SelftestHistory history = SelftestHistory.of(cache, "x", 2000);
    for (int i = 0; i < 200; i++) {
      history.add("1", "b", List.of(result("a" + i, Outcome.PASS)));
    }

    assertThat(Files.size(cache.resolve("history/kselftest-x.jsonl"))).isBetween(500L, 2000L);
    List<SelftestHistory.Attempt> left = history.attempts();
    assertThat(left.get(left.size() - 1).id()).isEqualTo("diag.sh:a199");
    assertThat(left.get(0).id()).isEqualTo("diag.sh:a" + (200 - left.size()));
  }

  /** As in a cache that is read-only or full, for root too. */
  @ParameterizedTest
  @ValueSource(strings = {"history", "locks"})
  void aRunGoesOnWhereNothingCanBeKept(String inTheWay) throws IOException {
    Files.writeString(cache.resolve(inTheWay), "a file, not a folder");
    SelftestHistory history = SelftestHistory.of(cache, "x");

    history.add("1", "b", List.of(result("a", Outcome.PASS)));

    assertThat(history.attempts()).isEmpty();
    assertThat(cache.resolve(inTheWay)).hasContent("a file, not a folder");
  }
}
