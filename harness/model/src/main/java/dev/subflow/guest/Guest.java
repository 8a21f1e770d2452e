// SPDX-License-Identifier: Apache-2.0
package dev.subflow.guest;

import java.time.Duration;

/**
 * A running machine, as a scenario sees it.
 *
 * <p>Thread-safe: any number of commands may run at once. Every method throws {@link
 * GuestCrashedException} when the kernel under test died, and {@link GuestLostException} when the
 * machine went away for another reason. A program that cannot be started at all is a {@link
 * CommandStartException}, never a result: it would pass for a program that failed as expected.
 */
public interface Guest {
  /** Time that a command may take unless it says otherwise. */
  Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

  /** The host name in its topology. */
  String name();

  /** Runs a command to its end, whatever its exit status. */
  CommandResult run(Command command);

  /**
   * Starts a command and returns as soon as it runs; its timeout does not apply.
   *
   * <p>Its standard input stays open after {@link Command#stdin()} was written, until {@link
   * RunningCommand#closeStdin}.
   */
  RunningCommand start(Command command);

  /** The files of this guest. */
  GuestFiles files();

  /** Runs a program to its end, whatever its exit status; no shell is involved. */
  default CommandResult run(String... argv) {
    return run(Command.of(argv));
  }

  /** Starts a program and returns at once. */
  default RunningCommand start(String... argv) {
    return start(Command.of(argv));
  }

  /**
   * Runs a program that must exit with 0.
   *
   * @throws CommandAssertionError when it does not, or takes longer than its timeout
   */
  default CommandResult succeed(String... argv) {
    return succeed(Command.of(argv));
  }

  /**
   * Runs a command that must exit with 0.
   *
   * @throws CommandAssertionError when it does not, or takes longer than its timeout
   */
  default CommandResult succeed(Command command) {
    CommandResult result = run(command);
    if (!result.isSuccess()) {
      throw new CommandAssertionError("expected success", result);
    }
    return result;
  }

  /**
   * Runs a program that must exit with something else than 0.
   *
   * @throws CommandAssertionError when it succeeds, is killed, or takes longer than its timeout
   */
  default CommandResult fail(String... argv) {
    CommandResult result = run(argv);
    if (result.timedOut() || !result.exit().isCode() || result.isSuccess()) {
      throw new CommandAssertionError("expected failure", result);
    }
    return result;
  }
}
