// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

/** Exit codes of the command line; documented in the help of the command. */
final class ExitCodes {
  static final int PASSED = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int INCONCLUSIVE = 3;

  /** Exit code that a shell gives to a program that SIGINT ended. */
  static final int INTERRUPTED = 130;

  private ExitCodes() {}
}
