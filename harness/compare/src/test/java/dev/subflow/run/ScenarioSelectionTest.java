// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import dev.subflow.junit.MisnamedParameterException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ScenarioSelectionTest {
  private static final String JOIN = "PlainScenarios.Join.";

  private static List<String> picked(String... names) {
    return ScenarioSelection.pick(PlainScenarios.all(), List.of(names)).stream()
        .map(scenario -> scenario.name().substring(JOIN.length()))
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "PlainScenarios.Join.passes",
        "PlainScenarios.Join#passes",
        "PlainScenarios.Join.p?sses",
        "dev.subflow.run.PlainScenarios$Join.passes",
        "*Join.passes"
      })
  void aMethodIsPickedByAnyOfItsNames(String name) {
    assertThat(picked(name)).containsExactly("passes");
  }

  @Test
  void aClassHasItsMethodsButNotThoseOfNestedOnes() {
    assertThat(picked("PlainScenarios.Join"))
        .containsExactly("fails", "misnamed", "paired", "passes", "pinned");
    assertThat(picked("PlainScenarios.Join*")).contains("Inner.passes");
  }

  @Test
  void namesKeepTheirOrderAndPickOnce() {
    assertThat(picked(JOIN + "pinned", JOIN + "p*", JOIN + "pinned"))
        .containsExactly("pinned", "paired", "passes");
  }

  @Test
  void whatLooksLikeAPatternOfJavaIsNone() {
    assertThatThrownBy(() -> picked("PlainScenarios.Join.(passes|fails)"))
        .isInstanceOf(UsageException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "PlainScenarios.Join.pases, PlainScenarios.Join.passes",
    "plainscenarios.jion, PlainScenarios.Join",
    "pinned, PlainScenarios.Join.pinned"
  })
  void aNameThatIsNearlyRightIsSuggested(String name, String meant) {
    assertThatThrownBy(() -> picked(name))
        .isInstanceOf(UsageException.class)
        .hasMessageStartingWith("no scenario is called \"" + name + "\"; did you mean ")
        .hasMessageContaining(meant)
        .hasMessageEndingWith("'subflow list' shows all of them.");
  }

  @Test
  void aNameThatIsNothingLikeThemHasNoSuggestion() {
    assertThatThrownBy(() -> picked("xyz"))
        .hasMessage("no scenario is called \"xyz\". 'subflow list' shows all of them.");
  }

  @Test
  void aTagThatNoneCarriesIsRefused() {
    assertThat(ScenarioSelection.tagged(PlainScenarios.all(), ScenarioSelection.QUICK))
        .containsExactly(PlainScenarios.named("passes"));
    assertThatThrownBy(
            () -> ScenarioSelection.tagged(PlainScenarios.all(), ScenarioSelection.REFERENCE))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no scenario carries @Tag(\"reference\")");
  }

  @Test
  void misnamedParametersAreToldTogetherBeforeAnythingStarts() {
    List<Scenario> good = List.of(PlainScenarios.named("passes"));

    assertThat(ScenarioSelection.checked(good)).isEqualTo(good);
    assertThatThrownBy(() -> ScenarioSelection.checked(PlainScenarios.all()))
        .isInstanceOf(MisnamedParameterException.class)
        .hasMessageContaining("parameter Guest clinet");
  }
}
