// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import java.util.Objects;
import java.util.OptionalDouble;

/**
 * What two tallies say.
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

  static Judgement later(Change change, int wanted) {
    return new Judgement(change, OptionalDouble.empty(), "", wanted);
  }
}
