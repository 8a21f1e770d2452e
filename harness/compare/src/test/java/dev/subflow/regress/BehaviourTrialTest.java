// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.artifact.compile.BuildRequest;
import dev.subflow.artifact.compile.BuiltKernel;
import dev.subflow.artifact.compile.KernelBuildException;
import dev.subflow.failure.UsageException;
import dev.subflow.git.GitTree;
import dev.subflow.regress.BisectStep.State;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bisects by one part of what a test sees, in a git tree of small commits. */
final class BehaviourTrialTest {
  private static final String OPTIONS = "wire/c1/initial/client/options";
  private static final String COUNTER = "counters/client/MPTcpExtRmAddrTx";
  private static final String LEFT = "left/client";
  private static final String TOLD = "client sends RST instead of FIN";

  @TempDir private static Path temp;
  private static final List<String> commits = new ArrayList<>();

  @TempDir private Path state;
  private final ObservedRuns runs = new ObservedRuns();
  private final List<String> said = new ArrayList<>();
  private final Set<String> broken = new HashSet<>();

  @BeforeAll
  static void makeTree() throws IOException, InterruptedException {
    git("init", "-q");
    for (int i = 0; i <= 6; i++) {
      git("commit", "-q", "--allow-empty", "-m", "change " + i);
    }
    for (int i = 6; i >= 0; i--) {
      commits.add(GitTree.at(temp).commit("HEAD~" + i));
    }
  }

  private static void git(String... arguments) throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>(List.of("git", "-C", temp.toString()));
    argv.addAll(List.of("-c", "user.name=a", "-c", "user.email=a@b"));
    argv.addAll(List.of(arguments));
    assertThat(new ProcessBuilder(argv).inheritIO().start().waitFor()).isZero();
  }

  private String kernel(int commit) {
    return commits.get(commit).substring(0, 12);
  }

  /** What the test sees from a commit on. */
  private void sees(int from, String... pathsAndLines) {
    for (int i = from; i < commits.size(); i++) {
      runs.on(kernel(i), "a", pathsAndLines);
    }
  }

  private KernelTrial trial() {
    return new KernelTrial(
        GitTree.at(temp),
        this::build,
        BuildRequest.of(new BuildRequest.Tree(temp)),
        runs,
        "a",
        new Rules(0.01, 20),
        temp,
        said::add);
  }

  private BuiltKernel build(BuildRequest request) {
    if (broken.contains(((BuildRequest.Revision) request.source()).rev())) {
      throw new KernelBuildException("pm.c does not compile", List.of(), temp);
    }
    return new BuiltKernel(temp, "7.3", List.of(), Duration.ZERO);
  }

  private Bisection.Outcome bisect(String words) {
    try (BisectLog log = BisectLog.open(state, "by " + words)) {
      return new Bisection(
              GitTree.at(temp),
              commits.get(0),
              commits.get(6),
              trial().byBehaviour(words),
              log,
              said::add)
          .run();
    }
  }

  @Test
  void theFirstDifferenceIsTakenAndAllAreListed() {
    sees(0, OPTIONS, "FIN", COUNTER, "0", LEFT, "id 2");
    sees(2, OPTIONS, "FIN", COUNTER, "0", LEFT, "id 3");
    sees(4, OPTIONS, "RST", COUNTER, "+1", LEFT, "id 3");

    Bisection.Outcome outcome = bisect("");

    assertThat(outcome.culprit()).contains(commits.get(4));
    assertThat(outcome.difference()).contains(TOLD);
    assertThat(said)
        .containsSubsequence(
            "differs: " + TOLD,
            "    with it: MPTcpExtRmAddrTx +1 on client (base: 0)",
            "    with it: at the end client has id 3 instead of 2",
            "looking for: " + TOLD);
    assertThat(runs.runs(kernel(0), "a")).isEqualTo(10);
    assertThat(runs.runs(kernel(3), "a")).as("a few runs decide").isEqualTo(2);
    assertThat(outcome.steps())
        .filteredOn(s -> s.commit().equals(commits.get(4)))
        .singleElement()
        .satisfies(
            s -> {
              assertThat(s.text()).isEqualTo("bad: 0 of 2 as before");
              assertThat(s.note()).isEqualTo(TOLD);
              assertThat(s.evidence().orElseThrow()).endsWith(kernel(4) + "/folder-1");
            });
  }

  @Test
  void wordsPickAnotherDifference() {
    sees(0, OPTIONS, "FIN", LEFT, "id 2");
    sees(2, OPTIONS, "FIN", LEFT, "id 3");
    sees(4, OPTIONS, "RST", LEFT, "id 3");

    assertThat(bisect("AT THE END").culprit()).contains(commits.get(2));
  }

  @Test
  void wordsThatNoDifferenceHasAreBadInput() {
    sees(0, OPTIONS, "FIN");
    sees(3, OPTIONS, "RST");

    assertThatThrownBy(() -> bisect("MP_PRIO"))
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll("has the words \"MP_PRIO\"", "differs: " + TOLD);
  }

  @Test
  void aThirdWayIsSkippedAndTold() {
    sees(0, OPTIONS, "FIN");
    sees(3, OPTIONS, "DATA_FIN");
    sees(4, OPTIONS, "RST");

    Bisection.Outcome outcome = bisect("");

    assertThat(outcome.culprit()).isEmpty();
    assertThat(outcome.suspects()).containsExactlyInAnyOrder(commits.get(3), commits.get(4));
    assertThat(outcome.steps())
        .filteredOn(s -> s.state() == State.SKIP)
        .singleElement()
        .extracting(BisectStep::text)
        .isEqualTo("skip: neither way, but a third: client sends DATA_FIN instead of FIN");
  }

  @Test
  void whatDoesNotBuildOrIsNotSeenIsSkipped() {
    sees(0, OPTIONS, "FIN");
    sees(5, OPTIONS, "RST");
    broken.add(commits.get(3));
    runs.on(kernel(2), "a", number -> null);

    Bisection.Outcome outcome = bisect("");

    assertThat(outcome.culprit()).contains(commits.get(5));
    BisectStep good = new BisectStep("", "", State.GOOD, 10, 0, "", Optional.empty());
    BisectStep bad = new BisectStep("", "", State.BAD, 0, 10, "", Optional.empty());
    Sought sought = new Sought("a", TOLD, TwoWays.whole(OPTIONS, List.of("FIN"), List.of("RST")));
    assertThat(
            trial().byBehaviour("").middle(commits.get(3), good.by(sought), bad.by(sought)).text())
        .isEqualTo("skip: does not build: pm.c does not compile");
    assertThat(
            trial().byBehaviour("").middle(commits.get(2), good.by(sought), bad.by(sought)).text())
        .isEqualTo("skip: cannot be judged: PASS: no message");
  }

  @Test
  void aRevisionThatSeesBothWaysRunsMoreOften() {
    sees(0, OPTIONS, "FIN");
    sees(3, OPTIONS, "RST");
    runs.on(kernel(3), "a", n -> ObservedRuns.parts(OPTIONS, n == 2 ? "FIN" : "RST"));

    assertThat(bisect("").culprit()).contains(commits.get(3));
    assertThat(runs.runs(kernel(3), "a")).isGreaterThan(2);
  }

  @Test
  void anInterruptedBisectionKnowsWhatItLooksFor() {
    sees(0, OPTIONS, "FIN");
    sees(3, OPTIONS, "RST");
    var unused = bisect("");
    int before = runs.runs(kernel(0), "a");
    said.clear();

    assertThat(bisect("").culprit()).contains(commits.get(3));
    assertThat(runs.runs(kernel(0), "a")).as("the ends do not run again").isEqualTo(before);
    assertThat(said).contains("looking for: " + TOLD);
    try (BisectLog log = BisectLog.open(state, "by ")) {
      assertThat(log.gitLog()).startsWith("# bad: " + TOLD + "\n");
    }
  }

  @Test
  void endsThatBehaveAlikeAreBadInput() {
    sees(0, OPTIONS, "FIN");

    assertThatThrownBy(() -> bisect(""))
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll("do not behave differently in a", "UNCHANGED");
  }

  @Test
  void endsThatOnlyBehaveDifferentlyAreToldSo() {
    sees(0, OPTIONS, "FIN");
    sees(3, OPTIONS, "RST");

    assertThatThrownBy(() -> trial().ends(commits.get(0), commits.get(6)))
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll(
            "cannot be told apart by a: UNCHANGED",
            "--behaviour bisects by that:\n    differs: " + TOLD);
  }
}
