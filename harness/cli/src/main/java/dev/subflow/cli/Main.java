// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Set;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParseResult;

/** The command {@code subflow}. */
@Command(
    name = "subflow",
    description = "Testcontainers for Linux kernels, with eyes for MPTCP.",
    version = "Subflow 0.1",
    mixinStandardHelpOptions = true,
    subcommands = {HelpCommand.class, GenerateCompletion.class},
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:all passed, or were skipped with a reason",
      "1:a test failed, its kernel crashed, or it gave no result",
      "2:bad usage or bad input",
      "3:the harness or this machine failed, so nothing can be said about the kernel"
    },
    footer = {"", "To begin: subflow run"})
public final class Main {
  /** Commands that leave results. */
  private static final Set<String> TESTING =
      Set.of("run", "kselftest", "regress", "virtme", "bisect", "approve");

  @Mixin private final Verbosity verbosity = new Verbosity();

  private Main() {}

  /** Runs the command line and exits with its code. */
  public static void main(String[] args) {
    int exitCode = run(Streams.ofProcess(), args);
    System.out.flush();
    System.exit(exitCode);
  }

  /** Runs the command line and returns its exit code. */
  static int run(Streams streams, String... args) {
    Main main = new Main();
    Failures failures = new Failures(streams, main.verbosity);
    CommandLine line = new CommandLine(main);
    // As a help command it would swallow what it does not know.
    Objects.requireNonNull(line.getSubcommands().get("generate-completion"))
        .getCommandSpec()
        .helpCommand(false);
    line.addSubcommand(new DoctorCommand(streams))
        .addSubcommand(new SetupCommand(streams))
        .addSubcommand(new ListCommand(streams))
        .addSubcommand(new RfcCommand(streams))
        .addSubcommand(new RunCommand(streams))
        .addSubcommand(new ShellCommand(streams))
        .addSubcommand(new KselftestCommand(streams))
        .addSubcommand(new RegressCommand(streams))
        .addSubcommand(new MeasureCommand(streams))
        .addSubcommand(new BisectCommand(streams))
        .addSubcommand(new ApproveCommand(streams))
        .addSubcommand(
            new CommandLine(new VirtmeCommand(streams))
                .addSubcommand(new VirtmeBuildImageCommand(streams)))
        .addSubcommand(new ParseCommand(streams))
        .addSubcommand(new AuditCommand(streams))
        .addSubcommand(
            new CommandLine(new KernelCommand(streams))
                .addSubcommand(new KernelBuildCommand(streams)))
        .addSubcommand(
            new CommandLine(new HistoryCommand(streams))
                .addSubcommand(new HistoryImportCommand(streams)))
        .addSubcommand(new GcCommand(streams))
        .setOut(writer(streams.out()))
        .setErr(writer(streams.err()))
        .setColorScheme(
            CommandLine.Help.defaultColorScheme(streams.outStyle().on() ? Ansi.ON : Ansi.OFF))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setExecutionExceptionHandler((thrown, command, parsed) -> failures.ofExecution(thrown))
        .setParameterExceptionHandler((thrown, arguments) -> failures.ofArguments(thrown));
    try {
      int exitCode = line.execute(args);
      if (hasTested(line)) {
        HistoryOptions.takeWaiting(streams);
      }
      return exitCode == ExitCodes.USAGE && BisectCommand.isForGit(args)
          ? BisectCommand.STOP
          : exitCode;
    } catch (Error e) {
      // The JVM's own code for it, 1, says that a test failed.
      return failures.ofError(
          e, BisectCommand.isForGit(args) ? BisectCommand.STOP : ExitCodes.INCONCLUSIVE);
    }
  }

  private static boolean hasTested(CommandLine line) {
    ParseResult parsed = line.getParseResult();
    return parsed != null
        && parsed.hasSubcommand()
        && TESTING.contains(parsed.subcommand().commandSpec().name());
  }

  private static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8), true);
  }
}
