// SPDX-License-Identifier: Apache-2.0
package dev.subflow.guest;

/**
 * Exit of a process, as wait(2) tells it: with an exit code, or killed by a signal.
 *
 * @param value the exit code, or the signal's number
 * @param signalled whether a signal ended it
 */
public record ExitStatus(int value, boolean signalled) {
  /** Ended by {@code exit(code)}. */
  public static ExitStatus code(int code) {
    return new ExitStatus(code, false);
  }

  /** Ended by a signal. */
  public static ExitStatus signal(int number) {
    return new ExitStatus(number, true);
  }

  /** Whether the process ended by itself. */
  public boolean isCode() {
    return !signalled;
  }

  @Override
  public String toString() {
    return signalled ? "signal " + value : "exit code " + value;
  }
}
