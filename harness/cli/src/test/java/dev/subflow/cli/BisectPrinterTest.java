// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.git.GitTree;
import dev.subflow.regress.BisectLog;
import dev.subflow.regress.BisectStep;
import dev.subflow.regress.BisectStep.State;
import dev.subflow.regress.Bisection;
import dev.subflow.regress.Sought;
import dev.subflow.regress.TwoWays;
import dev.subflow.report.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BisectPrinterTest {
  @TempDir private Path temp;
  private final FakeStreams streams = new FakeStreams();
  private final BisectPrinter printer = new BisectPrinter(streams.files().out(), new Style(false));
  private GitTree tree;
  private String good = "";
  private String bad = "";

  private void git(String... arguments) throws IOException, InterruptedException {
    List<String> argv = new ArrayList<>(List.of("git", "-C", temp.toString(), "-c", "user.name=x"));
    argv.addAll(List.of("-c", "user.email=x@y", "-c", "init.defaultBranch=main"));
    argv.addAll(List.of(arguments));
    assertThat(new ProcessBuilder(argv).inheritIO().start().waitFor()).isZero();
  }

  @BeforeEach
  void makeTree() throws IOException, InterruptedException {
    git("init", "-q");
    git("commit", "-q", "--allow-empty", "-m", "mptcp: good");
    git("commit", "-q", "--allow-empty", "-m", "mptcp: \u001b[2Jbad");
    tree = GitTree.at(temp);
    good = tree.commit("HEAD~1");
    bad = tree.commit("HEAD");
  }

  private BisectStep step(String commit, State state, int passed, int failed, String note) {
    return new BisectStep(
        commit, tree.title(commit), state, passed, failed, note, Optional.of("/evidence"));
  }

  private Bisection.Outcome found() {
    return new Bisection.Outcome(
        Optional.of(bad),
        List.of(bad),
        List.of(
            step(good, State.GOOD, 5, 0, ""),
            step(bad, State.BAD, 0, 5, "expected 2\n".repeat(9))));
  }

  @Test
  void theCulpritIsShownWithWhatFailedAndItsEvidence() {
    printer.print(found(), tree, RunDirectory.at(temp));

    assertThat(streams.out())
        .containsPattern("GOOD +5 of 5 pass +\\w+.*mptcp: good\n")
        .containsPattern("BAD +0 of 5 pass ")
        .contains("first bad commit\n", "Evidence: /evidence\n")
        .containsPattern("Log: .*bisect.log\n")
        .doesNotContain("\u001b");
    assertThat(streams.out().lines().filter("    expected 2"::equals))
        .as("as much as fits")
        .hasSize(6);
  }

  @Test
  void suspectsAreListedWhereNoneIsTheCulprit() {
    printer.print(
        new Bisection.Outcome(
            Optional.empty(),
            List.of(good, bad),
            List.of(step(good, State.SKIP, 0, 0, "does not build"))),
        tree,
        RunDirectory.at(temp));

    assertThat(streams.out())
        .containsPattern("SKIP +- +")
        .contains("One of these is the first bad commit")
        .containsPattern("\n    .*mptcp: good\n    .*bad\n")
        .doesNotContain("Evidence:");
  }

  @Test
  void outcomeLogAndCulpritAreKept() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("out"));
    try (BisectLog log = BisectLog.open(temp.resolve("state"), "asked")) {
      printer.keep(found(), tree, log, RunDirectory.at(folder));
    }

    assertThat(folder.resolve("bisect.json")).content().contains("\"culprit\" : \"" + bad + "\"");
    assertThat(folder.resolve("bisect.log")).content().isEqualTo("git bisect start\n");
    assertThat(folder.resolve("culprit.txt")).content().contains("bad");
  }

  @Test
  void withoutACulpritThereIsNoFileOfIt() throws IOException {
    Path folder = Files.createDirectory(temp.resolve("out"));
    try (BisectLog log = BisectLog.open(temp.resolve("state"), "asked")) {
      printer.keep(
          new Bisection.Outcome(Optional.empty(), List.of(good), List.of()),
          tree,
          log,
          RunDirectory.at(folder));
    }

    assertThat(folder.resolve("culprit.txt")).doesNotExist();
  }

  @Test
  void behaviourIsToldInWords() throws IOException {
    String words = "client sends RST instead of FIN";
    Optional<Sought> sought =
        Optional.of(
            new Sought(
                "Y.z",
                words + "\u001b[2J",
                new TwoWays("wire/x", Optional.empty(), List.of("FIN"), List.of("RST"))));
    BisectStep step =
        new BisectStep(
            bad, tree.title(bad), State.BAD, 0, 2, words, Optional.of("/evidence"), sought);
    Bisection.Outcome outcome =
        new Bisection.Outcome(Optional.of(bad), List.of(bad), List.of(step));

    printer.print(outcome, tree, RunDirectory.at(temp));
    Path folder = Files.createDirectory(temp.resolve("out"));
    try (BisectLog log = BisectLog.open(temp.resolve("state"), "asked")) {
      printer.keep(outcome, tree, log, RunDirectory.at(folder));
    }

    assertThat(streams.out())
        .containsPattern("BAD +0 of 2 as before ")
        .contains("\nBad: " + words)
        .doesNotContain("\u001b");
    assertThat(folder.resolve("bisect.json")).content().contains("\"difference\" : \"" + words);
  }
}
