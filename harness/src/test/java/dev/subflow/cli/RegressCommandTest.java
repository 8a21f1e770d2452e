// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What regress and bisect say to bad input, before anything is built. */
final class RegressCommandTest {
  @TempDir Path temp;

  static Stream<Arguments> badUsage() {
    return Stream.of(
        bad("there is no base", "regress"),
        bad("name one", "regress", "--tree", ".", "--package", "7.3"),
        bad("a package has none", "regress", "--package", "7.3", "--base", "HEAD"),
        bad("nothing to test", "regress", "--package", "7.3"),
        bad("there is no folder", "regress", "--tree", "/nowhere", "--base", "HEAD"),
        bad("wants a --base", "regress", "--tree", ".", "--head", "HEAD"),
        bad("is no patchwork series", "regress", "--package", "7.3", "--series", "abc"),
        bad("allow at least 5", "regress", "--package", "7.3", "--series", "1", "--runs", "2"),
        bad("between 0 and 0.5", "regress", "--package", "7.3", "--series", "1", "--alpha", "1"),
        bad("no scenario is called", "regress", "--kernels", "a,b", "--tests", "Nonsense"),
        bad("names no selftest", "regress", "--kernels", "a,b", "--tests", "kselftest:"),
        bad("wants two or more", "regress", "--kernels", "a"),
        bad("can't be read", "regress", "--kernels", "a,b", "--old-results", "/nowhere"),
        bad("wants one --test", "bisect", "--good", "a", "--bad", "b"),
        bad("wants one --test", "bisect", "--test", "GuestsFixture"));
  }

  private static Arguments bad(String message, String... arguments) {
    return Arguments.of(message, List.of(arguments));
  }

  @ParameterizedTest(name = "{1}: {0}")
  @MethodSource("badUsage")
  void isRefused(String message, List<String> arguments) {
    CommandLineRun run = run(arguments);

    assertThat(run.exitCode()).as(run.all()).isEqualTo(2);
    assertThat(run.err()).contains(message).doesNotContain("Exception", "\tat ");
  }

  private static CommandLineRun run(List<String> arguments) {
    List<String> all =
        Stream.concat(arguments.stream(), Stream.of("--test-package", "dev.subflow.cli.guests"))
            .toList();
    return CommandLineRun.of(all.toArray(String[]::new));
  }

  @Test
  void revisionThatIsNotThereIsNamed() throws IOException, InterruptedException {
    Path tree = Files.createDirectory(temp.resolve("tree"));
    assertThat(new ProcessBuilder("git", "init", "-q", tree.toString()).start().waitFor()).isZero();

    CommandLineRun run =
        run(List.of("regress", "--tree", tree.toString(), "--base", "v0", "--head", "v1"));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("\"v0\" is no revision that git knows in " + tree);
  }

  @Test
  void resultsOfAnotherComparisonAreNotCounted() throws IOException {
    Files.createDirectory(temp.resolve("base"));
    Files.writeString(temp.resolve("base/results.jsonl"), "{}\n");

    CommandLineRun run =
        run(
            List.of(
                "regress",
                "--kernels",
                "a,b",
                "--tests",
                "GuestsFixture.talks",
                "--out",
                temp.toString()));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains(temp + " holds the results of another run");
  }

  @Test
  void badUsageStopsGitsOwnBisection() {
    CommandLineRun run = run(List.of("bisect", "--run", "--test", "Nonsense"));

    assertThat(run.exitCode()).as("git takes 2 for bad").isEqualTo(128);
    assertThat(run.err()).contains("no scenario is called");
  }

  @Test
  void treeWithoutGitHasNoRevisions() {
    CommandLineRun run =
        run(
            List.of(
                "bisect",
                "--tree",
                temp.toString(),
                "--good",
                "a",
                "--bad",
                "b",
                "--test",
                "GuestsFixture.talks"));

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("is no git tree");
  }
}
