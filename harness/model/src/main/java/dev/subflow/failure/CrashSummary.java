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
 */
public record CrashSummary(String guest, String kind, String headline, String fingerprint) {
  public CrashSummary {
    Objects.requireNonNull(guest, "guest");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(headline, "headline");
    Objects.requireNonNull(fingerprint, "fingerprint");
  }
}
