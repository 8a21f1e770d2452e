// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.junit.Seed;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class RunPlanTest {
  private static RunPlan plan(List<String> matrix, boolean repeated, OptionalInt rounds) {
    return new RunPlan(
        List.of(PlainScenarios.named("passes"), PlainScenarios.named("pinned")),
        matrix,
        repeated,
        rounds,
        false,
        new Seed(42),
        Optional.empty());
  }

  @Test
  void onePlainRunTakesAllTogether() {
    RunPlan plan = plan(List.of(), false, OptionalInt.of(1));

    assertThat(plan.isPlain()).isTrue();
    assertThat(plan.together().scenarios()).hasSize(2);
    assertThat(plan.size()).hasValue(2);
    assertThat(plan(List.of(), true, OptionalInt.of(1)).isPlain()).isFalse();
    assertThat(plan(List.of("a"), false, OptionalInt.of(1)).isPlain()).isFalse();
  }

  @Test
  void aScenarioThatPinsItsKernelIsNotPaired() {
    RunPlan plan = plan(List.of("a", "b"), false, OptionalInt.of(1));

    assertThat(plan.round(1).stream().map(a -> a.name(a.scenarios().get(0)).id()))
        .containsExactly(
            "PlainScenarios.Join.passes[client=a,server=a]",
            "PlainScenarios.Join.passes[client=a,server=b]",
            "PlainScenarios.Join.passes[client=b,server=a]",
            "PlainScenarios.Join.passes[client=b,server=b]",
            "PlainScenarios.Join.pinned");
  }

  @Test
  void roundsAreNumberedAndHaveSeedsOfTheirOwn() {
    RunPlan plan = plan(List.of(), true, OptionalInt.of(3));

    assertThat(plan.size()).hasValue(6);
    assertThat(plan.round(1)).extracting(Attempt::seed).containsOnly(new Seed(42));
    assertThat(plan.round(2)).extracting(Attempt::seed).doesNotContain(new Seed(42));
    assertThat(plan.round(2)).allSatisfy(a -> assertThat(a.repetition()).contains(2));
  }

  @Test
  void withoutAnEndThereIsNoSizeAndOneTooGreatIsRefused() {
    assertThat(plan(List.of(), true, OptionalInt.empty()).size()).isEmpty();
    assertThatThrownBy(() -> plan(List.of(), true, OptionalInt.of(Integer.MAX_VALUE)).size())
        .isInstanceOf(ArithmeticException.class);
  }
}
