// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * Judgement on two tallies.
 *
 * @param change the verdict; provisional while more runs are wanted
 * @param chance how likely such counts are by chance, where that was asked
 * @param why in words, where counts alone do not tell
 * @param wanted how many runs each kernel should have had before this is judged again; 0 when it is
 *     final
 */
record Judgement(Change change, OptionalDouble chance, String why, int wanted) {
  Judgement {
    Objects.requireNonNull(change, "change");
    Objects.requireNonNull(chance, "chance");
    Objects.requireNonNull(why, "why");
  }

  static Judgement of(Change change, String why) {
    return new Judgement(change, OptionalDouble.empty(), why, 0);
  }

  /** Judgement where there will be no more runs: a difference that is not certain is not known. */
  Judgement asLast() {
    boolean seems =
        change == Change.REGRESSED || change == Change.FIXED || change == Change.CHANGED;
    return wanted > 0 && seems
        ? of(Change.INCONCLUSIVE, "it could not be run often enough to tell")
        : this;
  }

  boolean isUnchanged() {
    return change == Change.UNCHANGED;
  }

  static Judgement later(Change change, int wanted) {
    return new Judgement(change, OptionalDouble.empty(), "", wanted);
  }
}
