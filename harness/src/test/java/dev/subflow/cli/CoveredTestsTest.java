// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.artifact.Cache;
import dev.subflow.coverage.CoverageMap;
import dev.subflow.host.UsageException;
import dev.subflow.regress.TouchedFunctions;
import dev.subflow.topology.OneHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoveredTestsTest {
  @TempDir Path temp;
  private final TestChoice all =
      new TestChoice(
          List.of(scenario("A.joins"), scenario("B.closes"), scenario("C.isNew")),
          List.of("kselftest:diag.sh"));
  private Cache cache = new Cache(Path.of("/nowhere"), text -> {});

  @BeforeEach
  void testsHaveReachedSomething() {
    cache = new Cache(temp, text -> {});
    CoverageMap.update(
        cache, Map.of("A.joins[2]", Set.of("join", "close"), "B.closes", Set.of("close")));
  }

  @Test
  void testsThatReachNothingOfItAreLeftOut() {
    CoveredTests picked = pick(Set.of("join", "never"), Set.of());

    assertThat(picked.choice().names()).containsExactly("A.joins", "C.isNew", "kselftest:diag.sh");
    assertThat(picked.text())
        .contains("3 of 4 tests", "reach join, never", "No test is known to reach never");
  }

  @Test
  void testsWithParametersAreKnownByTheirName() {
    assertThat(pick(Set.of("close"), Set.of()).choice().names()).isEqualTo(all.names());
  }

  @Test
  void allRunWhereWhatDependsOnTheChangeCantBeTold() {
    CoveredTests picked = pick(Set.of("join"), Set.of("net/mptcp/protocol.h"));

    assertThat(picked.choice()).isEqualTo(all);
    assertThat(picked.text()).contains("all tests", "in net/mptcp/protocol.h");
  }

  @Test
  void allRunWhereNoCodeIsTouched() {
    assertThat(pick(Set.of(), Set.of()).choice()).isEqualTo(all);
  }

  @Test
  void withoutCoverageNothingCanBePicked() {
    CoverageMap none = CoverageMap.load(new Cache(temp.resolve("empty"), text -> {}));
    TouchedFunctions touched = touched(Set.of("join"), Set.of());

    assertThatThrownBy(() -> CoveredTests.pick(all, touched, none))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no coverage was ever taken")
        .hasMessageContaining("--coverage");
  }

  private CoveredTests pick(Set<String> names, Set<String> elsewhere) {
    return CoveredTests.pick(all, touched(names, elsewhere), CoverageMap.load(cache));
  }

  private static TouchedFunctions touched(Set<String> names, Set<String> elsewhere) {
    return new TouchedFunctions(new TreeSet<>(names), new TreeSet<>(elsewhere));
  }

  private static Scenario scenario(String name) {
    return new Scenario(
        name,
        "x." + name,
        name,
        List.of(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        List.of(),
        OneHost.class,
        "x." + name + "()");
  }
}
