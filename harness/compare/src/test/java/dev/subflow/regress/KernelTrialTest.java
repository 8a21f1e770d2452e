// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.artifact.compile.BuildRequest;
import dev.subflow.artifact.compile.BuiltKernel;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.git.GitTree;
import dev.subflow.regress.BisectStep.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a bisection makes of revisions that cannot be tested. */
final class KernelTrialTest {
  private static final BisectStep GOOD = end(State.GOOD, 5, 0);
  private static final BisectStep BAD = end(State.BAD, 0, 5);

  @TempDir Path temp;
  private final ScriptedRuns runs = new ScriptedRuns();
  private String first = "";
  private String second = "";

  private static BisectStep end(State state, int passed, int failed) {
    return new BisectStep("", "", state, passed, failed, "", Optional.empty());
  }

  @BeforeEach
  void makeTree() throws IOException, InterruptedException {
    git("init", "-q");
    first = commit("first");
    second = commit("second");
  }

  private String commit(String subject) throws IOException, InterruptedException {
    git(
        "-c",
        "user.name=a",
        "-c",
        "user.email=a@b",
        "commit",
        "-q",
        "--allow-empty",
        "-m",
        subject);
    return GitTree.at(temp).commit("HEAD");
  }

  private void git(String... arguments) throws IOException, InterruptedException {
    List<String> argv = new java.util.ArrayList<>(List.of("git", "-C", temp.toString()));
    argv.addAll(List.of(arguments));
    assertThat(new ProcessBuilder(argv).inheritIO().start().waitFor()).isZero();
  }

  private KernelTrial trial(TestRuns tests, Function<BuildRequest, BuiltKernel> builder) {
    return new KernelTrial(
        GitTree.at(temp),
        builder,
        BuildRequest.of(new BuildRequest.Tree(temp)),
        tests,
        "a",
        new Rules(0.01, 20),
        temp,
        what -> {});
  }

  private BuiltKernel build(BuildRequest request) {
    return new BuiltKernel(temp, "7.3", List.of(), Duration.ZERO);
  }

  @Test
  void revisionThatAPatchDoesNotApplyToIsSkipped() {
    KernelTrial trial =
        trial(
            runs,
            request -> {
              throw new UsageException("Patch fix.patch does not apply");
            });

    BisectStep step = trial.middle(first, GOOD, BAD);

    assertThat(step.state()).isEqualTo(State.SKIP);
    assertThat(step.text()).isEqualTo("skip: cannot be built: Patch fix.patch does not apply");
  }

  @Test
  void revisionWithoutTheSubtestIsSkipped() {
    TestRuns tests =
        jobs -> {
          throw new UsageException("mptcp_join.sh has no subtest \"a\"");
        };

    BisectStep step = trial(tests, this::build).middle(first, GOOD, BAD);

    assertThat(step.state()).isEqualTo(State.SKIP);
    assertThat(step.text()).contains("cannot be tested: mptcp_join.sh has no subtest");
  }

  @Test
  void endsThatCannotBeJudgedAreNobodysBadInput() {
    runs.on(first.substring(0, 12), "a", "p").on(second.substring(0, 12), "a", "i");

    assertThatThrownBy(() -> trial(runs, this::build).ends(first, second))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("INCONCLUSIVE");
  }

  @Test
  void endsThatDoNotDifferAreBadInput() {
    runs.on(first.substring(0, 12), "a", "p").on(second.substring(0, 12), "a", "p");

    assertThatThrownBy(() -> trial(runs, this::build).ends(first, second))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("UNCHANGED");
  }
}
