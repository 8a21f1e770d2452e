// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Past of a splat.
 *
 * @param fingerprint tells it from others
 * @param title its usual name
 * @param times results that met it
 * @param first when it was first seen
 * @param last when it was last seen
 * @param kernels versions that showed it, 20 at most
 * @param tests those that met it, 20 at most
 */
public record SplatPast(
    String fingerprint,
    String title,
    long times,
    Instant first,
    Instant last,
    List<String> kernels,
    List<String> tests) {
  public SplatPast {
    Objects.requireNonNull(fingerprint, "fingerprint");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(first, "first");
    Objects.requireNonNull(last, "last");
    kernels = List.copyOf(kernels);
    tests = List.copyOf(tests);
  }
}
