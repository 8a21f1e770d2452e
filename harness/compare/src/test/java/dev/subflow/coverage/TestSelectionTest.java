// SPDX-License-Identifier: Apache-2.0
package dev.subflow.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.cache.Cache;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TestSelectionTest {
  @TempDir private Path folder;
  private Cache cache;

  @BeforeEach
  void record() {
    cache = new Cache(folder);
    CoverageMap.update(
        cache, Map.of("A.a", Set.of("f", "g"), "B.b", Set.of("h"), "C.c", Set.of("z")));
  }

  private static TouchedFunctions touched(Set<String> changed, Set<String> added) {
    return new TouchedFunctions(new TreeSet<>(changed), new TreeSet<>(added), new TreeSet<>());
  }

  private TestSelection pick(Set<String> changed, String... offered) {
    return TestSelection.of(touched(changed, Set.of()), CoverageMap.load(cache), List.of(offered));
  }

  @Test
  void picksWhatReachesAChangedFunctionInTheOrderOffered() {
    TestSelection picked = pick(Set.of("f", "h"), "C.c", "B.b", "A.a");

    assertThat(picked.tests()).containsExactly("B.b", "A.a");
    assertThat(picked.unreached()).isEmpty();
    assertThat(picked.lines())
        .containsExactly("changed of net/mptcp: f, h", "2 of 3 tests run: 2 reach that");
  }

  @Test
  void aTestWithParametersReachesWhatAnyOfItsInvocationsReaches() {
    CoverageMap.update(
        cache, Map.of("P.p[1]", Set.of("f"), "P.p[2]", Set.of("h"), "P.p[10]", Set.of("i")));

    for (String reached : List.of("f", "h", "i")) {
      TestSelection picked = pick(Set.of(reached), "A.a", "B.b", "P.p", "C.c");
      assertThat(picked.tests()).contains("P.p").doesNotContain("C.c");
      assertThat(picked.unknown()).isZero();
    }
    assertThat(pick(Set.of("z"), "P.p", "C.c").tests()).containsExactly("C.c");
  }

  @Test
  void aTestOneOfWhoseInvocationsStoppedEarlyIsUnknown() {
    Coverage.SourceFile file =
        new Coverage.SourceFile(
            new TreeMap<>(), new TreeMap<>(Map.of("f", new Coverage.Function(1, 1))));
    Coverage counted = new Coverage(new TreeMap<>(Map.of("net/mptcp/pm.c", file)));
    Map<String, Coverage> coverage =
        CoverageReader.ofAll(Set.of("P.p[1]", "P.p[2]"), Map.of("P.p[1]", counted));
    Map<String, Set<String>> reached = new TreeMap<>();
    coverage.forEach((test, of) -> reached.put(test, of.functionsReached()));
    CoverageMap.update(cache, reached);

    assertThat(pick(Set.of("h"), "A.a", "B.b", "P.p").tests()).containsExactly("B.b", "P.p");
  }

  @Test
  void whatATestReachedBeforeStaysWhenItStopsEarly() {
    CoverageMap.update(cache, Map.of("A.a", Set.of()));

    assertThat(pick(Set.of("f"), "A.a", "B.b").tests()).containsExactly("A.a");
    assertThat(pick(Set.of("h"), "A.a", "B.b").tests()).containsExactly("B.b");
  }

  @Test
  void testsWithoutARecordRunToo() {
    TestSelection picked = pick(Set.of("f"), "A.a", "B.b", "N.n", "kselftest:mptcp_join.sh");

    assertThat(picked.tests()).containsExactly("A.a", "N.n", "kselftest:mptcp_join.sh");
    assertThat(picked.lines())
        .contains("3 of 4 tests run: 1 reaches that, 2 were never run with --coverage");
  }

  @Test
  void everythingRunsWhereOneOfTheFunctionsIsReachedByNoTest() {
    TestSelection picked = pick(Set.of("f", "atBoot"), "A.a", "B.b");

    assertThat(picked.tests()).containsExactly("A.a", "B.b");
    assertThat(picked.unreached()).containsExactly("atBoot");
    assertThat(picked.lines())
        .containsExactly(
            "changed of net/mptcp: atBoot, f",
            "all 2 tests run: it is not known what depends on functions that none of them reaches",
            "reached by no test, as far as is known: atBoot");
  }

  @Test
  void whatOnlyATestThatWasNotOfferedReachesIsUnreached() {
    assertThat(pick(Set.of("f", "h"), "A.a").unreached()).containsExactly("h");
  }

  @Test
  void everythingRunsWhereNothingIsReached() {
    TestSelection picked = pick(Set.of("lonely"), "A.a", "B.b");

    assertThat(picked.tests()).containsExactly("A.a", "B.b");
    assertThat(picked.reaching()).isZero();
    assertThat(picked.lines())
        .contains("all 2 tests run: none is known to reach any of that")
        .contains("reached by no test, as far as is known: lonely");
  }

  @Test
  void everythingRunsWhereSomethingElseIsChangedToo() {
    TouchedFunctions touched =
        new TouchedFunctions(
            new TreeSet<>(Set.of("f")),
            new TreeSet<>(),
            new TreeSet<>(Set.of("net/mptcp/protocol.h")));
    TestSelection picked =
        TestSelection.of(touched, CoverageMap.load(cache), List.of("A.a", "B.b"));

    assertThat(picked.tests()).containsExactly("A.a", "B.b");
    assertThat(picked.lines())
        .containsExactly(
            "changed of net/mptcp: f",
            "all 2 tests run: it can't be told what depends on changes outside the functions of"
                + " net/mptcp, in net/mptcp/protocol.h");
  }

  @Test
  void everythingRunsWhereNoFunctionIsChanged() {
    TouchedFunctions touched = touched(Set.of(), Set.of("n"));
    TestSelection picked =
        TestSelection.of(touched, CoverageMap.load(cache), List.of("A.a", "B.b"));

    assertThat(picked.tests()).containsExactly("A.a", "B.b");
    assertThat(picked.lines())
        .containsExactly(
            "no function of net/mptcp that was there before is changed",
            "all 2 tests run: nothing to select by",
            "new, so it is not known what reaches it: n");
  }

  @Test
  void longListsAreCut() {
    Set<String> many = new TreeSet<>();
    for (int i = 10; i < 30; i++) {
      many.add("f" + i);
    }

    assertThat(pick(many, "A.a").lines().get(0)).endsWith("f20, f21 and 8 more");
  }
}
