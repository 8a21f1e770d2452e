// SPDX-License-Identifier: Apache-2.0
package dev.subflow.speed;

/** Verdict on one quantity of a transfer on two kernels. */
public enum Pace {
  /** The second kernel is worse, by as much as was asked for or more. */
  SLOWER(1),
  /** The second kernel is better, by as much as was asked for or more. */
  FASTER(0),
  /** A difference of as much as was asked for is excluded. */
  UNCHANGED(0),
  /** The runs that were allowed neither show a difference nor exclude it. */
  UNDECIDED(3);

  private final int exitCode;

  Pace(int exitCode) {
    this.exitCode = exitCode;
  }

  /** Exit code of the command line when this is the only verdict. */
  public int exitCode() {
    return exitCode;
  }

  /** Whether more runs would change nothing. */
  public boolean isDecided() {
    return this != UNDECIDED;
  }
}
