// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

/** How a subtest ended. */
public enum SubtestOutcome {
  PASS,
  FAIL,
  /** The script says that something is missing. */
  SKIP,
  /** It failed, and upstream knows that it does so now and then. */
  IGNORED,
  /** The kernel died, hung or printed a splat while it ran, or its script ended in the middle. */
  CRASH,
  /** It was planned and there is no result of it. */
  MISSING,
  /** The machine or the harness failed, not the kernel. */
  INCONCLUSIVE
}
