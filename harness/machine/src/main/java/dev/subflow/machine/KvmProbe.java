// SPDX-License-Identifier: Apache-2.0
package dev.subflow.machine;

import java.util.Objects;

/**
 * Whether a guest has really booted under KVM here; the device alone proves nothing.
 *
 * @param reason in words, for the report
 */
record KvmProbe(boolean boots, String reason) {
  public KvmProbe {
    Objects.requireNonNull(reason, "reason");
  }
}
