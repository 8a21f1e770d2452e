// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import java.util.Objects;

/**
 * A part of the behaviour in a test that was not the same on two kernels.
 *
 * @param path of the part
 * @param words the difference as somebody who works on the network stack puts it
 * @param base runs of the base that behave in its way, and all of its runs
 * @param changed runs of the second kernel that behave in the base's way, and all of its runs
 * @param chance the probability of such counts where the kernels do not differ
 */
record Difference(String path, String words, Share base, Share changed, double chance) {
  Difference {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(words, "words");
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(changed, "changed");
  }

  /** Runs among others. */
  record Share(int some, int all) {
    @Override
    public String toString() {
      return some + " of " + all;
    }
  }

  /** Whether no run of one kernel behaved as any of the other: what more runs may confirm. */
  boolean isClear() {
    return (base.some() == base.all() && changed.some() == 0)
        || (base.some() == 0 && changed.some() == changed.all());
  }
}
