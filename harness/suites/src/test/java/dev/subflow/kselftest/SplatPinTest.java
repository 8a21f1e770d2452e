// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.subflow.failure.Splat;
import dev.subflow.ktap.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class SplatPinTest {
  private static final String SCRIPT = "diag.sh";

  private final List<Splat> console = new ArrayList<>();
  private final SplatPin pin = new SplatPin(SCRIPT, () -> List.copyOf(console));

  private void warn(String headline) {
    console.add(
        new Splat(Splat.Kind.WARNING, headline, List.of("[    1.000000] " + headline, "frame")));
  }

  private static SubtestResult result(String name, Outcome outcome, String message) {
    return new SubtestResult(SCRIPT, name, outcome, Optional.empty(), message);
  }

  private static List<SubtestResult> passed(String... names) {
    return List.of(names).stream().map(n -> result(n, Outcome.PASS, "")).toList();
  }

  private List<SubtestResult> into(List<SubtestResult> results) {
    return pin.into(results, Optional.empty());
  }

  @Test
  void eachOfSeveralSplatsIsPinnedToItsSubtest() {
    pin.began("a");
    warn("WARNING: one");
    pin.began("b");
    pin.began("c");
    warn("WARNING: two");
    warn("WARNING: three");

    List<SubtestResult> results = into(passed("a", "b", "c"));

    assertThat(results)
        .extracting(SubtestResult::name, SubtestResult::outcome)
        .containsExactly(
            tuple("a", Outcome.CRASH), tuple("b", Outcome.PASS), tuple("c", Outcome.CRASH));
    assertThat(results.get(0).message()).contains("WARNING: one").doesNotContain("two");
    assertThat(results.get(2).message()).contains("WARNING: two", "WARNING: three");
    assertThat(results)
        .extracting(SubtestResult::splats)
        .containsExactly(console.subList(0, 1), List.of(), console.subList(1, 3));
  }

  @Test
  void aHangDoesNotHideTheSplatBefore() {
    pin.began("a");
    warn("WARNING: one");
    pin.began("b");
    pin.began("c");

    List<SubtestResult> results =
        into(
            List.of(
                result("a", Outcome.FAIL, "got 1, expected 2"),
                result("b", Outcome.PASS, ""),
                result("c", Outcome.CRASH, "it hung")));

    assertThat(results)
        .extracting(SubtestResult::outcome)
        .containsExactly(Outcome.CRASH, Outcome.PASS, Outcome.CRASH);
    assertThat(results.get(0).message())
        .startsWith("the kernel printed a splat while this ran: WARNING: one")
        .endsWith("got 1, expected 2");
    assertThat(results.get(2).message()).isEqualTo("it hung");
  }

  @Test
  void aCrashSaysItsSplatOnce() {
    pin.began("a");
    warn("Kernel panic - not syncing");
    SubtestResult crash =
        result("a", Outcome.CRASH, "its kernel died\n[ 1.0] Kernel panic - not syncing");

    Optional<Splat> shown = Optional.of(console.get(0));

    assertThat(pin.into(List.of(crash), shown).get(0).message()).isEqualTo(crash.message());
    assertThat(pin.into(List.of(crash), shown).get(0).splats()).isEqualTo(console);

    warn("WARNING: another");
    assertThat(pin.into(List.of(crash), shown).get(0).message())
        .startsWith("its kernel died")
        .contains("WARNING: another")
        .containsOnlyOnce("Kernel panic");
  }

  @Test
  void whatCameBeforeTheFirstSubtestIsTheScripts() {
    warn("WARNING: early");
    pin.began("a");

    assertThat(into(passed("a")))
        .extracting(SubtestResult::name, SubtestResult::outcome)
        .containsExactly(tuple("a", Outcome.PASS), tuple(SCRIPT, Outcome.CRASH));
  }

  @Test
  void aProgramWithoutTitlesIsToBlameAsAWhole() {
    warn("WARNING: one");

    assertThat(into(passed("a", "b")))
        .extracting(SubtestResult::outcome)
        .containsExactly(Outcome.PASS, Outcome.PASS, Outcome.CRASH);
    assertThat(into(passed(SCRIPT)))
        .extracting(SubtestResult::outcome)
        .containsExactly(Outcome.CRASH);
  }

  @Test
  void theSecondOneOfATitleIsTheSecondOneOfThatName() {
    pin.began("a");
    pin.began("a");
    warn("WARNING: one");

    assertThat(into(passed("a", "a #2")))
        .extracting(SubtestResult::outcome)
        .containsExactly(Outcome.PASS, Outcome.CRASH);
  }

  @Test
  void aTitleThatIsNoNameIsFoundByItsPlace() {
    pin.began("first of all");
    warn("WARNING: one");
    pin.began("then");

    assertThat(into(passed("one", "two")))
        .extracting(SubtestResult::outcome)
        .containsExactly(Outcome.CRASH, Outcome.PASS);
  }

  @Test
  void aHealthyKernelChangesNothing() {
    pin.began("a");
    assertThat(into(passed("a"))).isEqualTo(passed("a"));
  }
}
