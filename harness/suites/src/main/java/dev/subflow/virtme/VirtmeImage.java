// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import java.util.List;
import java.util.Optional;

/**
 * Where a container's image comes from.
 *
 * @param names in the order in which they are tried
 * @param pull when it is fetched
 */
public record VirtmeImage(List<String> names, Pull pull) {
  /** Upstream's. */
  public static final String UPSTREAM = "mptcp/mptcp-upstream-virtme-docker:latest";

  /** The same, for those who can't reach Docker Hub. */
  public static final String MIRROR = "ghcr.io/multipath-tcp/mptcp-upstream-virtme-docker:latest";

  /** Image that {@code subflow virtme build-image} makes. */
  public static final String OWN = "subflow/virtme:latest";

  public VirtmeImage {
    names = List.copyOf(names);
    if (names.isEmpty()) {
      throw new IllegalArgumentException("no image");
    }
  }

  /** When an image is fetched. */
  public enum Pull {
    /** Where it is not there yet. */
    MISSING,
    /** Each time, so that it is the newest. */
    ALWAYS,
    /** Never. */
    NEVER
  }

  /** The one asked for, else upstream's with its mirror. */
  public static VirtmeImage of(Optional<String> chosen, Pull pull) {
    return new VirtmeImage(chosen.map(List::of).orElse(List.of(UPSTREAM, MIRROR)), pull);
  }
}
