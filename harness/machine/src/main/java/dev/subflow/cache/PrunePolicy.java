// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import java.time.Duration;
import java.util.Objects;

/**
 * Policy of what may stay when the cache is pruned: the longest unused entries go first, until the
 * rest fits.
 *
 * @param maxBytes what may stay in all
 * @param keepUsedWithin entries used this recently stay in any case: a run may be about to open
 *     them
 */
public record PrunePolicy(long maxBytes, Duration keepUsedWithin) {
  public PrunePolicy {
    Objects.requireNonNull(keepUsedWithin, "keepUsedWithin");
    if (maxBytes < 0 || keepUsedWithin.isNegative()) {
      throw new IllegalArgumentException("negative: " + maxBytes + ", " + keepUsedWithin);
    }
  }

  /** Keeps up to {@code maxBytes}, and whatever was used in the last hour. */
  public static PrunePolicy keep(long maxBytes) {
    return new PrunePolicy(maxBytes, Duration.ofHours(1));
  }

  /** Keeps nothing that isn't being built right now. */
  public static PrunePolicy everything() {
    return new PrunePolicy(0, Duration.ZERO);
  }
}
