// SPDX-License-Identifier: Apache-2.0
package dev.subflow.ktap;

/** Words of a result line. */
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
  ERROR;

  /** Whether it counts against what was tested. */
  public boolean isBad() {
    return this == FAIL || this == TIMEOUT || this == ERROR;
  }
}
