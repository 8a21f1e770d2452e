// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import java.util.List;
import java.util.Objects;

/**
 * A part of the behaviour in a test that was not the same on two kernels.
 *
 * @param words the difference as somebody who works on the network stack puts it
 * @param ways the part on the base and on the second kernel
 * @param base runs of the base
 * @param changed runs of the second kernel
 * @param chance the probability of such counts where the kernels do not differ
 */
record Difference(String words, TwoWays ways, Share base, Share changed, double chance) {
  Difference {
    Objects.requireNonNull(words, "words");
    Objects.requireNonNull(ways, "ways");
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(changed, "changed");
  }

  /**
   * Runs of a kernel.
   *
   * @param asBase of each run whether it behaves in the base's way
   */
  record Share(List<Boolean> asBase) {
    Share {
      asBase = List.copyOf(asBase);
    }

    /** Runs in the base's way. */
    int some() {
      return (int) asBase.stream().filter(b -> b).count();
    }

    int all() {
      return asBase.size();
    }

    @Override
    public String toString() {
      return some() + " of " + all();
    }
  }

  String path() {
    return ways.path();
  }

  /** Whether no run of one kernel behaved as any of the other: what more runs may confirm. */
  boolean isClear() {
    return (base.some() == base.all() && changed.some() == 0)
        || (base.some() == 0 && changed.some() == changed.all());
  }
}
