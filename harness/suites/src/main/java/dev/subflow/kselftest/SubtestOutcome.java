// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

/** Outcome of a subtest. */
public enum SubtestOutcome {
  PASS,
  FAIL,
  /** The script says that something is missing. */
  SKIP,
  /** The subtest failed, and upstream knows that it does so now and then. */
  IGNORED,
  /** The kernel died, hung or printed a splat while it ran, or its script ended in the middle. */
  CRASH,
  /** The subtest was planned and there is no result of it. */
  MISSING,
  /** The machine or the harness failed, not the kernel. */
  INCONCLUSIVE
}
