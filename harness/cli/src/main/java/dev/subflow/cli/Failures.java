// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestException;
import dev.subflow.report.Sanitizer;
import dev.subflow.topology.TopologyException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import org.junit.platform.commons.JUnitException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Tells what went wrong in one message, and which exit code stands for it. */
final class Failures {
  private final Streams streams;
  private final Verbosity verbosity;

  Failures(Streams streams, Verbosity verbosity) {
    this.streams = streams;
    this.verbosity = verbosity;
  }

  /** After a command threw. */
  int ofExecution(Exception thrown) {
    if (Fatal.isOutOfFiles(thrown) || Fatal.isOutOfMemory(thrown)) {
      return ofFatal(thrown, ExitCodes.INCONCLUSIVE);
    }
    if (thrown instanceof UsageException || thrown instanceof TopologyException) {
      return tell(thrown, text(thrown), ExitCodes.USAGE);
    }
    if (thrown instanceof GuestCrashedException) {
      return tell(thrown, text(thrown), ExitCodes.FAILED);
    }
    if (thrown instanceof InfrastructureException
        || thrown instanceof GuestException
        || thrown instanceof UncheckedIOException
        || thrown instanceof JUnitException) {
      return tell(thrown, text(thrown), ExitCodes.INCONCLUSIVE);
    }
    String hint = verbosity.isVerbose() ? "" : "\nThis is a fault of Subflow; -v shows where.";
    return tell(thrown, "internal error: " + thrown + hint, ExitCodes.INCONCLUSIVE);
  }

  /** After what no program recovers from, such as a JVM without memory. */
  int ofError(Error thrown, int exitCode) {
    return ofFatal(thrown, exitCode);
  }

  private int ofFatal(Throwable thrown, int exitCode) {
    PrintStream err = streams.err();
    err.println(streams.errStyle().bad("subflow: ") + Excerpt.of(Fatal.message(thrown)));
    trace(thrown);
    err.flush();
    return exitCode;
  }

  /** After arguments that cannot be understood. */
  int ofArguments(ParameterException thrown) {
    CommandLine command = thrown.getCommandLine();
    tell(thrown, text(thrown), ExitCodes.USAGE);
    CommandLine.UnmatchedArgumentException.printSuggestions(thrown, command.getErr());
    streams.err().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
    return ExitCodes.USAGE;
  }

  private static String text(Exception thrown) {
    String message = thrown.getMessage();
    return message == null ? thrown.getClass().getName() : message;
  }

  private int tell(Exception thrown, String message, int exitCode) {
    PrintStream err = streams.err();
    err.println(streams.errStyle().bad("subflow: ") + Excerpt.of(message));
    Throwable cause = thrown.getCause();
    for (int depth = 0; cause != null && depth < 5; depth++, cause = cause.getCause()) {
      String text = cause.getMessage();
      if (text != null && !message.contains(text)) {
        err.println("  caused by: " + Sanitizer.line(text));
      }
    }
    trace(thrown);
    err.flush();
    return exitCode;
  }

  private void trace(Throwable thrown) {
    if (verbosity.isVerbose()) {
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace));
      streams.err().print(Sanitizer.text(trace.toString()));
    }
  }
}
