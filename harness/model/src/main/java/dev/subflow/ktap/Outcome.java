// SPDX-License-Identifier: Apache-2.0
package dev.subflow.ktap;

/**
 * How a test point ended: every word that a suite says of one, and those that are said of it by who
 * ran the suite.
 *
 * <p>The words of result lines are those of KTAP (Documentation/dev-tools/ktap.rst) and of
 * tools/testing/selftests/kselftest.h.
 */
public enum Outcome {
  /** {@code ok}. */
  PASS,
  /** {@code not ok}, without a word that excuses it. */
  FAIL,
  /** {@code # SKIP}: a requirement is missing. */
  SKIP,
  /** {@code # TODO} or {@code # XFAIL}: a failure that is expected. */
  XFAIL,
  /** {@code # IGNORE}: it failed, and is known to do so now and then. */
  IGNORED,
  /** {@code # TIMEOUT}: it was stopped. */
  TIMEOUT,
  /** {@code # ERROR}: the test itself could not be carried out. */
  ERROR,
  /** The kernel died, hung or printed a splat while it ran, or its script ended in the middle. */
  CRASH,
  /** It was planned and there is no result of it. */
  MISSING,
  /** The machine or the harness failed, not the kernel. */
  INCONCLUSIVE;

  /** Whether its own result line counts against what was tested. */
  public boolean isBad() {
    return this == FAIL || this == TIMEOUT || this == ERROR;
  }

  /** Whether what was tested does what is expected of it. */
  public boolean isGood() {
    return this == PASS || this == XFAIL;
  }
}
