// SPDX-License-Identifier: Apache-2.0
package dev.subflow.failure;

import java.util.Objects;

/**
 * A crash that a test met; those with the same fingerprint are the same.
 *
 * @param guest whose kernel it was
 * @param kind such as {@code KASAN}
 * @param headline the line that gave it away
 * @param fingerprint where it happened, such as {@code KASAN mptcp_close < inet_release}
 * @param title its usual name, such as {@code KASAN: slab-use-after-free Read in mptcp_close};
 *     results that were written without one have the headline
 */
public record CrashSummary(
    String guest, String kind, String headline, String fingerprint, String title) {
  public CrashSummary {
    Objects.requireNonNull(guest, "guest");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(headline, "headline");
    Objects.requireNonNull(fingerprint, "fingerprint");
    title = Objects.requireNonNullElse(title, headline);
  }

  /** A crash of the kernel of a guest. */
  public static CrashSummary of(String guest, Crash crash) {
    return new CrashSummary(
        guest, crash.kind().name(), crash.headline(), crash.fingerprint(), crash.title());
  }
}
