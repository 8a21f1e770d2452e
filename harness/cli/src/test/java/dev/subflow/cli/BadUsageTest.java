// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.failure.UsageException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Command;

/** Bad input that each command finds before it fetches, builds or starts anything. */
final class BadUsageTest {
  static Stream<Arguments> badUsage() {
    return Stream.of(
        bad(ShellCommand.class, "no guest of shared-lan is called \"nobody\"", "nobody"),
        bad(ShellCommand.class, "there are client, server", "nobody"),
        bad(ShellCommand.class, "say in which guest to run it: client, server"),
        bad(ShellCommand.class, "no topology is called \"ring\"", "--topology=ring"),
        bad(ShellCommand.class, "does not implement TopologySource", "--topology", EXCEPTION),
        bad(ShellCommand.class, "not one of auto, kvm, tcg", "--accel=hvf", "client"),
        bad(ShellCommand.class, "Unmatched argument at index 2: 'server'", "client", "server"),
        bad(KernelCommand.class, "Missing required subcommand"),
        bad(KernelCommand.class, "Missing required parameter: 'KERNEL'", "fetch"),
        bad(KernelCommand.class, "no file or folder /nowhere", "fetch", "/nowhere"),
        bad(KernelBuildCommand.class, "--package takes the place of", "--package=7", "--tree=."),
        bad(KernelBuildCommand.class, "--package takes the place of", "--package=7", "--rev=v7"),
        bad(KernelBuildCommand.class, "is no patchwork series", "--series", "abc"),
        bad(KernelBuildCommand.class, "/nowhere", "--patch", "/nowhere"),
        bad(
            ListCommand.class,
            "no scenario is called \"Hanshake\"; did you mean",
            FIXTURE,
            "Hanshake"),
        bad(
            ListCommand.class,
            "no scenario is called \"UntaggedFixture\"",
            FIXTURE,
            "UntaggedFixture"),
        bad(RunCommand.class, "--coverage takes one run", FIXTURE, "--coverage", "--repeat=2"),
        bad(RunCommand.class, "it wants HOST, N, N-M or HOST:N-M", FIXTURE, "--fail-nth=3,4"),
        bad(RunCommand.class, "numbers from 1 up", FIXTURE, "--fail-nth=0"),
        bad(RunCommand.class, "leave out --repeat", FIXTURE, "--fail-nth", "--repeat=2"),
        bad(RunCommand.class, "has no host cl; it has", FIXTURE, "Hand*", "--fail-nth=cl:1"),
        bad(RunCommand.class, "no scenario carries @Tag(\"reference\")", FIXTURE),
        bad(GcCommand.class, "\"0.5T\" is not a size", "--dry-run", "--max-size=0.5T"),
        bad(GcCommand.class, "Unmatched argument at index 1: 'everything'", "everything"),
        bad(ParseCommand.class, "Missing required subcommand"),
        bad(ParseCommand.class, "Unmatched argument", "netstat"),
        bad(SetupCommand.class, "Unknown option: '--accel=kvm'", "--accel=kvm"),
        bad(DoctorCommand.class, "Unknown option: '--onlin'", "--onlin"),
        bad(RegressCommand.class, "wants two or more", "--kernels", "debian:stable"),
        bad(RegressCommand.class, "--by says how much", TWO, "--by=5%"),
        bad(RegressCommand.class, "leave out --pairs", TWO, "--measure", "--pairs"),
        bad(MeasureCommand.class, "--by wants a percentage", MEASURED, TWO, "--by=0"),
        bad(MeasureCommand.class, "--by is \"much\"", MEASURED, TWO, "--by=much"),
        bad(MeasureCommand.class, "allow at least 7 (--runs)", MEASURED, TWO, "--runs=3"),
        bad(MeasureCommand.class, "--alpha wants a number", MEASURED, TWO, "--alpha=1"),
        bad(MeasureCommand.class, "names a twice", MEASURED, "--kernels=a,a"),
        bad(MeasureCommand.class, "one kernel or two, not 3", MEASURED, "--kernels=a,b,c"),
        bad(MeasureCommand.class, "has an empty name", MEASURED, "--kernels=a,"),
        bad(MeasureCommand.class, "measures no transfer; these do: Tr", MEASURED, "*.measuresN*"),
        bad(MeasureCommand.class, "no scenario is called \"Hanshake\"", MEASURED, "Hanshake"),
        bad(MeasureCommand.class, "carries @Tag(\"measured\")", FIXTURE),
        bad(VirtmeCommand.class, "which mode? There are: manual-normal"),
        bad(VirtmeCommand.class, "for option '--pull': expected one of [MISSING", "--pull=often"),
        bad(VirtmeBuildImageCommand.class, "Unknown option: '--bases'", "--bases"));
  }

  private static final String EXCEPTION = UsageException.class.getName();
  private static final String TWO = "--kernels=debian:stable,debian:backports";
  private static final String MEASURED = "--package=dev.subflow.cli.measured";
  private static final String FIXTURE = "--package=dev.subflow.cli.fixture";

  private static Arguments bad(Class<?> command, String message, String... arguments) {
    return Arguments.of(command, message, List.of(arguments));
  }

  @ParameterizedTest(name = "{0} {2}: {1}")
  @MethodSource("badUsage")
  void isRefusedWithExitCodeTwo(Class<?> command, String message, List<String> arguments) {
    List<String> line = new ArrayList<>(names(command));
    line.addAll(arguments);

    CommandLineRun run = CommandLineRun.of(line.toArray(String[]::new));

    assertThat(run.exitCode()).as(run.all()).isEqualTo(ExitCodes.USAGE);
    assertThat(run.err()).startsWith("subflow: ").contains(message).doesNotContain("\tat ");
    assertThat(run.out()).isEmpty();
  }

  /** The words that a command is called by, that of the command above it first. */
  private static List<String> names(Class<?> command) {
    String name = command.getAnnotation(Command.class).name();
    if (command == KernelBuildCommand.class) {
      return List.of("kernel", name);
    }
    return command == VirtmeBuildImageCommand.class ? List.of("virtme", name) : List.of(name);
  }
}
