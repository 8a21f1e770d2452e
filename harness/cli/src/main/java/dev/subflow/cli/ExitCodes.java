// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

/** What the command line exits with; documented in the help of the command. */
final class ExitCodes {
  static final int PASSED = 0;
  static final int FAILED = 1;
  static final int USAGE = 2;
  static final int INCONCLUSIVE = 3;

  /** What a shell gives to a program that SIGINT ended. */
  static final int INTERRUPTED = 130;

  private ExitCodes() {}
}
