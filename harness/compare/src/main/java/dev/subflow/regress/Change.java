// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

/** Change of a test between two kernels. */
public enum Change {
  /** The test ends in one and the same way on both. */
  UNCHANGED(0),
  /** The test fails on the patched kernel more often than chance explains. */
  REGRESSED(1),
  /**
   * A test of what kernels do not do yet ends in another way more often than chance explains: a
   * kernel does it now.
   */
  CHANGED(0),
  /** The test passes on the patched kernel more often than chance explains. */
  FIXED(0),
  /** The test does not always end in one way, and does not tell the kernels apart. */
  FLAKY(0),
  /** Only the patched kernel has it, or does not skip it; one that fails exits with 1. */
  NEW(0),
  /** Only the base has it, or does not skip it: it says nothing of the patched kernel any more. */
  GONE(3),
  /** The patched kernel crashes in a way that the base does not. */
  CRASHED(1),
  /** The harness or the machine failed, or there are too few runs to tell. */
  INCONCLUSIVE(3);

  private final int exitCode;

  Change(int exitCode) {
    this.exitCode = exitCode;
  }

  /** Exit code of the command line when this is the only change. */
  public int exitCode() {
    return exitCode;
  }
}
