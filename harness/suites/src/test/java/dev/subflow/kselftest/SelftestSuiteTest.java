// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.subflow.failure.UsageException;
import dev.subflow.ktap.Outcome;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.TestEvidence;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Suites of scripts that are made up, without guests. */
final class SelftestSuiteTest {
  private static final String DIAG = "diag.sh";

  @TempDir Path evidence;
  private int shards = 1;
  private final List<Slice> ran = new CopyOnWriteArrayList<>();
  private final List<SuiteResult> remembered = new ArrayList<>();

  /** What scripts do. */
  private interface Scripts {
    /** Runs the n-th slice of all, from 1. */
    List<SubtestResult> run(int n, Slice slice, Consumer<SliceRunner.Running> begun);
  }

  private SelftestSuite suite(Scripts scripts, Supplier<List<String>> joins) {
    SliceRunner runner =
        (Slice slice, TestEvidence folder, Consumer<SliceRunner.Running> begun) -> {
          ran.add(slice);
          return scripts.run(ran.size(), slice, begun);
        };
    SuiteSettings settings =
        new SuiteSettings(shards, true, RunDirectory.at(evidence), Map.of(), Map.of());
    return new SelftestSuite(
        List.of(JoinNames.SCRIPT, DIAG),
        settings,
        new Clones(settings, new Quiet(), runner),
        joins,
        remembered::addAll);
  }

  private SelftestSuite suite(Scripts scripts) {
    return suite(scripts, List::of);
  }

  /** Nobody looks. */
  private record Quiet() implements SuiteObserver {
    @Override
    public void began(String script, int subtests) {}

    @Override
    public void subtest(String script, String title) {}

    @Override
    public void ended(String script, List<SubtestResult> ended, Duration elapsed) {}
  }

  /** A script that was interrupted when it had said that. */
  private record Said(Slice slice, String output) implements SliceRunner.Running {
    @Override
    public Printed printed() {
      return Printed.all(output);
    }

    @Override
    public List<SubtestResult> interrupted() {
      return new Reconciler(slice, output, ScriptEnd.lost("the run was interrupted")).results();
    }
  }

  private static SubtestResult result(String script, String name, Outcome outcome) {
    return new SubtestResult(script, name, outcome, Optional.of(Duration.ofSeconds(1)), "");
  }

  private static SelftestChoice choice(String... names) {
    return SelftestChoice.parse(List.of(names));
  }

  private static List<String> attempts(List<SuiteResult> results) {
    return results.stream()
        .map(
            r ->
                r.decisive().id()
                    + " "
                    + r.attempts().stream().map(SubtestResult::outcome).toList())
        .toList();
  }

  @Test
  void whatIsRunAgainAndInterruptedCountsOnlyForWhatHadFailed() {
    List<SuiteResult> soFar = new ArrayList<>();
    List<SelftestSuite> suites = new ArrayList<>();
    suites.add(
        suite(
            (n, slice, begun) -> {
              if (n == 2) {
                begun.accept(
                    new Said(
                        slice,
                        """
                        01 balanced bwidth      transfer slower than expected!  [FAIL]
                        02 unbalanced bwidth                                    [FAIL]
                        03 another
                        """));
                soFar.addAll(suites.get(0).interrupted());
              }
              return List.of(
                  result(DIAG, "balanced bwidth", Outcome.PASS),
                  result(DIAG, "unbalanced bwidth", Outcome.FAIL),
                  result(DIAG, "another", Outcome.PASS));
            }));

    var unused = suites.get(0).run(choice("diag"));

    assertThat(attempts(soFar))
        .containsExactly(
            "diag.sh:balanced bwidth [PASS]",
            "diag.sh:unbalanced bwidth [FAIL, FAIL]",
            "diag.sh:another [PASS]");
    assertThat(ran.get(1).known())
        .as("a rerun knows what the first attempt showed")
        .containsExactly("balanced bwidth", "unbalanced bwidth", "another");
  }

  @Test
  void theSecondOneOfANameRunsAgainByThatName() {
    List<SuiteResult> results =
        suite(
                (n, slice, begun) ->
                    List.of(
                        result(JoinNames.SCRIPT, "fastclose test", Outcome.PASS),
                        result(
                            JoinNames.SCRIPT,
                            "fastclose test #2",
                            n == 1 ? Outcome.FAIL : Outcome.PASS)))
            .run(choice("mptcp_join"));

    assertThat(ran.get(1).subtests()).containsExactly("fastclose test");
    assertThat(attempts(results))
        .containsExactly(
            "mptcp_join.sh:fastclose test [PASS]", "mptcp_join.sh:fastclose test #2 [FAIL, PASS]");
  }

  @Test
  void aLateRefusalDoesNotForgetWhatRan() {
    SelftestSuite suite = suite((n, slice, begun) -> List.of(result(DIAG, "no msk", Outcome.PASS)));

    assertThatThrownBy(() -> suite.run(choice("diag:no mks")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no msk");
    assertThat(attempts(remembered)).containsExactly("diag.sh:no msk [PASS]");
  }

  @Test
  void whatBreaksOneSliceLeavesTheOthers() {
    List<SuiteResult> results =
        suite(
                (n, slice, begun) -> {
                  if (slice.script().equals(DIAG)) {
                    return List.of(result(DIAG, "no msk", Outcome.PASS));
                  }
                  begun.accept(new Said(slice, "001 no JOIN      [ OK ]\n002 single subflow\n"));
                  throw new IllegalStateException("a fault of the harness");
                })
            .run(choice());

    assertThat(attempts(results))
        .containsExactlyInAnyOrder(
            "diag.sh:no msk [PASS]",
            "mptcp_join.sh:no JOIN [PASS]",
            "mptcp_join.sh:single subflow [INCONCLUSIVE]");
    assertThat(results)
        .filteredOn(r -> r.decisive().outcome() == Outcome.INCONCLUSIVE)
        .singleElement()
        .satisfies(r -> assertThat(r.decisive().message()).contains("a fault of the harness"));
  }

  @Test
  void withoutAListOfItsSubtestsMptcpJoinRunsWhole() {
    shards = 2;

    var unused = suite((n, slice, begun) -> List.of()).run(choice());

    assertThat(ran)
        .extracting(Slice::script, Slice::subtests)
        .containsExactlyInAnyOrder(tuple(JoinNames.SCRIPT, List.of()), tuple(DIAG, List.of()));
  }

  @Test
  void withoutAListWhatWasNamedRuns() {
    List<SuiteResult> results =
        suite(
                (n, slice, begun) ->
                    slice.script().equals(DIAG)
                        ? List.of(result(DIAG, "no msk", Outcome.PASS))
                        : new Reconciler(slice, "TAP version 13\n1..0\n", ScriptEnd.exited(0))
                            .results())
            .run(choice("mptcp_join:no JOIN", "diag"));

    assertThat(ran)
        .extracting(Slice::script, Slice::subtests)
        .containsExactlyInAnyOrder(
            tuple(JoinNames.SCRIPT, List.of("no JOIN")), tuple(DIAG, List.of()));
    assertThat(attempts(results))
        .contains("mptcp_join.sh:no JOIN [MISSING]", "diag.sh:no msk [PASS]");
  }

  @Test
  void aListCutsMptcpJoin() {
    shards = 2;

    var unused =
        suite((n, slice, begun) -> List.of(), () -> List.of("no JOIN", "single subflow"))
            .run(choice());

    assertThat(ran)
        .extracting(Slice::script, Slice::subtests)
        .containsExactlyInAnyOrder(
            tuple(JoinNames.SCRIPT, List.of("no JOIN")),
            tuple(JoinNames.SCRIPT, List.of("single subflow")),
            tuple(DIAG, List.of()));
  }
}
