// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import java.util.Objects;
import java.util.Optional;

/**
 * An allocation that was made to fail during a test.
 *
 * @param host whose kernel had it fail
 * @param nth its number, from 1
 * @param reached whether the kernel asked for so many
 * @param caller the function of MPTCP that asked for it, where the kernel said so
 */
public record FailedAllocation(String host, int nth, boolean reached, Optional<String> caller) {
  public FailedAllocation {
    Objects.requireNonNull(host, "host");
    Objects.requireNonNull(caller, "caller");
  }
}
