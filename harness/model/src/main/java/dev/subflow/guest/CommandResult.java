// SPDX-License-Identifier: Apache-2.0
package dev.subflow.guest;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Result of a command.
 *
 * @param guest name of the guest it ran in
 * @param argv what was run
 * @param exit how it ended; a command that timed out was killed
 * @param stdout standard output, UTF-8 decoded; of output over the limit, head and tail with a line
 *     between them
 * @param stderr standard error, likewise
 * @param stdoutBytes bytes the command wrote to stdout in all
 * @param stderrBytes bytes the command wrote to stderr in all
 * @param elapsed from request to exit, as the host saw it
 * @param timedOut whether it was killed for taking longer than its timeout
 */
public record CommandResult(
    String guest,
    List<String> argv,
    ExitStatus exit,
    String stdout,
    String stderr,
    long stdoutBytes,
    long stderrBytes,
    Duration elapsed,
    boolean timedOut) {
  private static final int SHOWN = 2000;

  public CommandResult {
    Objects.requireNonNull(guest, "guest");
    argv = List.copyOf(argv);
    Objects.requireNonNull(exit, "exit");
    Objects.requireNonNull(stdout, "stdout");
    Objects.requireNonNull(stderr, "stderr");
    Objects.requireNonNull(elapsed, "elapsed");
  }

  /** Whether the command ended by itself with exit code 0. */
  public boolean isSuccess() {
    return !timedOut && exit.isCode() && exit.value() == 0;
  }

  /** The command, its end, and the head and tail of what it printed. */
  public String describe() {
    return "`"
        + String.join(" ", argv)
        + "` on "
        + guest
        + (timedOut ? " was killed after its timeout, " : " ended with " + exit + " after ")
        + elapsed.toMillis()
        + " ms"
        + shown("stdout", stdout, stdoutBytes)
        + shown("stderr", stderr, stderrBytes);
  }

  private static String shown(String name, String text, long bytes) {
    if (bytes == 0) {
      return "";
    }
    String body = text;
    if (text.length() > 2 * SHOWN) {
      body = text.substring(0, SHOWN) + "\n[...]\n" + text.substring(text.length() - SHOWN);
    }
    return "\n--- " + name + " (" + bytes + " bytes)\n" + body.stripTrailing();
  }
}
