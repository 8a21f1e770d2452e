// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import dev.subflow.git.GitTree;
import dev.subflow.regress.BisectStep.State;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bisects a git tree of small commits, which are tested by a rule instead of a kernel. */
final class BisectionTest {
  @TempDir Path temp;
  private final List<String> commits = new ArrayList<>();
  private final Set<String> untestable = new HashSet<>();
  private final List<String> tested = new ArrayList<>();
  private GitTree tree;
  private Path folder;

  @BeforeEach
  void makeTree() throws IOException, InterruptedException {
    folder = Files.createDirectory(temp.resolve("tree"));
    git("init", "-q");
    for (int i = 0; i <= 10; i++) {
      Files.writeString(folder.resolve("file"), "line " + i);
      git("add", "file");
      git("commit", "-q", "-m", "change " + i);
      commits.add(GitTree.at(folder).commit("HEAD"));
    }
    tree = GitTree.at(folder);
  }

  private void git(String... arguments) throws IOException, InterruptedException {
    List<String> argv =
        new ArrayList<>(
            List.of("git", "-C", folder.toString(), "-c", "user.name=a", "-c", "user.email=a@b"));
    argv.addAll(List.of(arguments));
    Process process = new ProcessBuilder(argv).inheritIO().start();
    assertThat(process.waitFor()).as(argv.toString()).isZero();
  }

  /** Bad from a commit on. */
  private final class Rule implements Bisection.Trial {
    private final int firstBad;
    private final int diesAfter;

    Rule(int firstBad, int diesAfter) {
      this.firstBad = firstBad;
      this.diesAfter = diesAfter;
    }

    @Override
    public List<BisectStep> ends(String good, String bad) {
      return List.of(step(good, State.GOOD), step(bad, State.BAD));
    }

    @Override
    public BisectStep middle(String commit, BisectStep good, BisectStep bad) {
      if (tested.size() >= diesAfter) {
        throw new IllegalStateException("killed");
      }
      tested.add(commit);
      State state = commits.indexOf(commit) >= firstBad ? State.BAD : State.GOOD;
      return step(commit, untestable.contains(commit) ? State.SKIP : state);
    }

    private BisectStep step(String commit, State state) {
      return new BisectStep(
          commit, tree.title(commit), state, state == State.GOOD ? 5 : 0, 5, "", Optional.empty());
    }
  }

  private Bisection.Outcome bisect(int firstBad, int diesAfter) {
    try (BisectLog log = BisectLog.open(temp.resolve("state"), "question")) {
      return new Bisection(
              tree, commits.get(0), commits.get(10), new Rule(firstBad, diesAfter), log, w -> {})
          .run();
    }
  }

  @Test
  void findsEveryCulprit() {
    for (int culprit = 1; culprit <= 10; culprit++) {
      tested.clear();
      try (BisectLog log = BisectLog.open(temp.resolve("state"), "culprit " + culprit)) {
        Bisection.Outcome outcome =
            new Bisection(
                    tree, commits.get(0), commits.get(10), new Rule(culprit, 100), log, what -> {})
                .run();
        assertThat(outcome.culprit()).contains(commits.get(culprit));
        assertThat(tested).hasSizeLessThanOrEqualTo(4).doesNotHaveDuplicates();
      }
    }
  }

  @Test
  void goesOnWhereItWasKilled() {
    assertThatThrownBy(() -> bisect(7, 2)).hasMessage("killed");
    assertThat(tested).hasSize(2);

    assertThat(bisect(7, 100).culprit()).contains(commits.get(7));
    assertThat(tested).as("nothing is tested twice").doesNotHaveDuplicates();
  }

  @Test
  void stepThatWasHalfWrittenIsMadeAgain() throws IOException {
    assertThatThrownBy(() -> bisect(7, 2)).hasMessage("killed");
    Path steps;
    try (var files = Files.walk(temp.resolve("state"))) {
      steps = files.filter(f -> f.endsWith("steps.jsonl")).findFirst().orElseThrow();
    }
    String text = Files.readString(steps);
    Files.writeString(steps, text.substring(0, text.length() - 20));

    assertThat(bisect(7, 100).culprit()).contains(commits.get(7));
  }

  @Test
  void namesAllThatRemainWhenSomeCannotBeTested() {
    untestable.addAll(commits.subList(5, 7));

    Bisection.Outcome outcome = bisect(6, 100);

    assertThat(outcome.culprit()).isEmpty();
    assertThat(outcome.suspects())
        .containsExactlyInAnyOrder(commits.get(5), commits.get(6), commits.get(7));
  }

  @Test
  void goesAroundWhatCannotBeTested() {
    untestable.add(commits.get(5));

    assertThat(bisect(8, 100).culprit()).contains(commits.get(8));
    untestable.clear();
  }

  @Test
  void gitTakesItsLog() throws IOException, InterruptedException {
    try (BisectLog log = BisectLog.open(temp.resolve("state"), "git")) {
      new Bisection(tree, commits.get(0), commits.get(10), new Rule(4, 100), log, w -> {}).run();
      Files.writeString(temp.resolve("log"), log.gitLog());
    }

    git("bisect", "replay", temp.resolve("log").toString());

    assertThat(tree.commit("refs/bisect/bad")).isEqualTo(commits.get(4));
  }

  @Test
  void oneProcessAtATime() {
    try (BisectLog log = BisectLog.open(temp.resolve("state"), "question")) {
      assertThat(log.steps()).isEmpty();
      assertThatThrownBy(() -> BisectLog.open(temp.resolve("state"), "question"))
          .isInstanceOf(UsageException.class)
          .hasMessageContaining("running in another process");
    }
  }

  @Test
  void saysWhatIsWrongWithRevisions() {
    assertThatThrownBy(() -> tree.commit("nonsense"))
        .isInstanceOf(UsageException.class)
        .hasMessageContainingAll("Unknown revision \"nonsense\"", "git fetch");
    assertThatThrownBy(() -> tree.commit("--help")).isInstanceOf(UsageException.class);
    assertThatThrownBy(() -> tree.requireAncestor(commits.get(5), commits.get(2)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("mixed up");
    assertThatThrownBy(() -> tree.requireAncestor(commits.get(5), commits.get(5)))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("the same commit");
    assertThatThrownBy(() -> GitTree.at(temp.resolve("state")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("there is no folder");
  }
}
