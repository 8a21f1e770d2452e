// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import dev.subflow.ktap.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SelftestChoiceTest {
  private static final List<String> SCRIPTS =
      List.of("mptcp_connect.sh", "mptcp_join.sh", "diag.sh");
  private static final List<String> JOINS =
      List.of("no JOIN", "single subflow", "multiple subflows", "remove single subflow");

  @Test
  void nothingMeansAll() {
    assertThat(SelftestChoice.parse(List.of()).scripts(SCRIPTS)).isEqualTo(SCRIPTS);
  }

  @Test
  void scriptsGoWithoutTheirEnding() {
    SelftestChoice choice = SelftestChoice.parse(List.of("diag", "mptcp_join.sh:single subflow"));
    assertThat(choice.scripts(SCRIPTS)).containsExactly("mptcp_join.sh", "diag.sh");
    assertThat(choice.needsNames("mptcp_join.sh")).isTrue();
    assertThat(choice.needsNames("diag.sh")).isFalse();
    assertThat(choice.subtests("mptcp_join.sh", JOINS)).containsExactly("single subflow");
  }

  @Test
  void theWholeScriptIsMoreThanItsSubtests() {
    Map<String, List<String>> whole = Map.of("mptcp_join", List.of());
    assertThat(SelftestChoice.parse(List.of("mptcp_join", "mptcp_join:no JOIN")).wanted())
        .isEqualTo(whole);
    assertThat(SelftestChoice.parse(List.of("mptcp_join:no JOIN", "mptcp_join.sh")).wanted())
        .isEqualTo(whole);
    assertThat(SelftestChoice.parse(List.of("mptcp_join:mptcp_join.sh")).wanted()).isEqualTo(whole);
  }

  @Test
  void theSecondOneOfANameRunsByThatName() {
    List<String> twice = List.of("fastclose test", "no JOIN", "fastclose test");
    assertThat(
            SelftestChoice.parse(List.of("mptcp_join:fastclose test #2"))
                .subtests("mptcp_join.sh", twice))
        .containsOnly("fastclose test");
  }

  @Test
  void unknownOnesAreRefusedWithWhatThereIs() {
    assertThatThrownBy(() -> SelftestChoice.parse(List.of("mptcp_jion")).scripts(SCRIPTS))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("\"mptcp_jion\"")
        .hasMessageContaining("mptcp_join.sh");
    assertThatThrownBy(
            () ->
                SelftestChoice.parse(List.of("mptcp_join:singel subflow"))
                    .subtests("mptcp_join.sh", JOINS))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("the nearest are \"single subflow\"");
  }

  @Test
  void ofAScriptThatEndedEarlyTheRestMattersWhateverWasWanted() {
    SelftestChoice choice = SelftestChoice.parse(List.of("diag:many msk"));
    assertThat(choice.includes(result("many msk", Outcome.PASS))).isTrue();
    assertThat(choice.includes(result("no msk", Outcome.PASS))).isFalse();
    assertThat(choice.includes(result("no msk", Outcome.CRASH))).isTrue();
    assertThat(choice.includes(result("diag.sh", Outcome.MISSING))).isTrue();
    assertThat(choice.includes(result("after many msk", Outcome.MISSING))).isFalse();
  }

  private static SubtestResult result(String name, Outcome outcome) {
    return new SubtestResult("diag.sh", name, outcome, Optional.empty(), "");
  }
}
