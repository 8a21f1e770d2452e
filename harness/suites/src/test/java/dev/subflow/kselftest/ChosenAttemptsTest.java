// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import dev.subflow.kselftest.SelftestHistory.Attempt;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ChosenAttemptsTest {
  private static final ChosenAttempts ATTEMPTS =
      attempts(
          "join.sh:single subflow", "join.sh:two: with a colon", "diag.sh:many msk", "join.sh");

  private static ChosenAttempts attempts(String... ids) {
    return new ChosenAttempts(
        Stream.of(ids)
            .map(
                id ->
                    new Attempt(
                        "7.3",
                        "bundle",
                        id,
                        PrintedResults.exited("any.sh", "", 0).get(0).outcome(),
                        -1))
            .toList());
  }

  private static List<String> ids(String... names) {
    return ATTEMPTS.of(SelftestChoice.parse(List.of(names))).stream().map(Attempt::id).toList();
  }

  @Test
  void withoutAChoiceAllAreShown() {
    assertThat(ids()).hasSize(4);
  }

  @Test
  void aScriptHasAllOfItsSubtestsWithOrWithoutItsEnding() {
    assertThat(ids("join"))
        .containsExactly("join.sh:single subflow", "join.sh:two: with a colon", "join.sh");
    assertThat(ids("join.sh")).isEqualTo(ids("join"));
  }

  @Test
  void aSubtestIsFoundByItsWholeName() {
    assertThat(ids("join:two: with a colon", "diag"))
        .containsExactly("join.sh:two: with a colon", "diag.sh:many msk");
  }

  @Test
  void aScriptThatNeverRanIsRefusedWithTheNearest() {
    assertThatThrownBy(() -> ids("jion"))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("no run of \"jion\" is recorded; the nearest are \"join.sh\"");
  }

  @Test
  void aSubtestThatNeverRanIsRefusedWithThoseOfItsScript() {
    assertThatThrownBy(() -> ids("join:single subflwo"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no run of \"join:single subflwo\" is recorded")
        .hasMessageContaining("\"join.sh:single subflow\"")
        .message()
        .doesNotContain("diag.sh");
    assertThatThrownBy(() -> ids("diag:single subflow"))
        .as("a subtest of another script")
        .isInstanceOf(UsageException.class);
  }

  @Test
  void anEmptyHistoryHasNoNearest() {
    assertThatThrownBy(() -> attempts().of(SelftestChoice.parse(List.of("join"))))
        .isInstanceOf(UsageException.class)
        .hasMessage("no run of \"join\" is recorded; nor is any other of this folder");
  }
}
