// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        bad("--jobs is 0", "regress", "--package", "7.3", "--series", "1", "--jobs", "0"),
        bad("auto, kvm, tcg", "regress", "--package", "7.3", "--series", "1", "--accel", "hvf"),
        bad("--jobs is 0", "bisect", "--good", "a", "--bad", "b", "--test", "x", "--jobs", "0"),
        bad("no scenario is called", "regress", "--kernels", "a,b", "--tests", "Nonsense"),
        bad("names no selftest", "regress", "--kernels", "a,b", "--tests", "kselftest:"),
        bad("not built here", "regress", "--kernels", "a,b", "--also", "debug"),
        bad("Unknown configuration", "regress", "--package", "7.3", "--series", "1", "--also", "x"),
        bad("already", "regress", "--package", "7.3", "--series", "1", "--also", "mptcp"),
        bad("twice", "regress", "--package", "7.3", "--series", "1", "--also", "debug,debug"),
        bad(
            "leave one of them out",
            "regress",
            "--package",
            "7.3",
            "--series",
            "1",
            "--pairs",
            "--also",
            "debug"),
        bad("wants two or more", "regress", "--kernels", "a"),
        bad("two kernels, not 3", "regress", "--kernels", "a,b,c", "--pairs"),
        bad(
            "client and a server",
            "regress",
            "--kernels",
            "a,b",
            "--pairs",
            "--tests",
            "GuestsFixture.boots"),
        bad("wants a scenario", "bisect", "--test", "kselftest:x", "--behaviour", "a"),
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
    assertThat(run.err()).contains("Unknown revision \"v0\": git knows no such commit in " + tree);
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

  @ParameterizedTest
  @ValueSource(strings = {"--nonsense", "--runs=many", "--test"})
  void optionsThatCannotBeReadStopGitsOwnBisection(String option) {
    assertThat(CommandLineRun.of("bisect", "--run", option).exitCode()).isEqualTo(128);
    assertThat(CommandLineRun.of("bisect", option).exitCode()).isEqualTo(2);
  }

  @Test
  void anErrorOfTheJvmStopsGitsOwnBisection() {
    assertThat(withBrokenOutput("bisect", "--run", "--help")).isEqualTo(128);
    assertThat(withBrokenOutput("bisect", "--help")).isEqualTo(3);
  }

  private static int withBrokenOutput(String... args) {
    OutputStream broken =
        new OutputStream() {
          @Override
          public void write(int b) {
            throw new OutOfMemoryError("Java heap space");
          }
        };
    Streams streams =
        new Streams(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(broken, true, StandardCharsets.UTF_8),
            new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
            false,
            false,
            false,
            Map.of());
    return Main.run(streams, args);
  }

  @Test
  void launcherThatCannotBuildStopsGitsOwnBisection() throws IOException, InterruptedException {
    Path bin = Files.createDirectory(temp.resolve("bin"));
    Path maven = Files.writeString(bin.resolve("mvn"), "#!/bin/sh\nexit 1\n");
    assertThat(maven.toFile().setExecutable(true)).isTrue();
    Path launcher = temp.resolve("subflow");
    Files.copy(Home.find().resolve("subflow"), launcher);

    assertThat(launch(launcher, bin, "bisect", "--run", "--test", "a b")).isEqualTo(128);
    assertThat(launch(launcher, bin, "bisect", "--good", "a")).isEqualTo(2);
    assertThat(launch(launcher, bin, "run")).isEqualTo(2);
  }

  private static int launch(Path launcher, Path bin, String... args)
      throws IOException, InterruptedException {
    List<String> argv =
        Stream.concat(Stream.of("sh", launcher.toString()), Stream.of(args)).toList();
    ProcessBuilder builder =
        new ProcessBuilder(argv)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD);
    builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    return builder.start().waitFor();
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
