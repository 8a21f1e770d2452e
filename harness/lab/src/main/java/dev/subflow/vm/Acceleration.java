// SPDX-License-Identifier: Apache-2.0
package dev.subflow.vm;

import java.util.Objects;

/**
 * An accelerator and why it was taken.
 *
 * @param accelerator what runs the guests
 * @param reason in words, for results and the doctor
 */
public record Acceleration(Accelerator accelerator, String reason) {
  public Acceleration {
    Objects.requireNonNull(accelerator, "accelerator");
    Objects.requireNonNull(reason, "reason");
  }
}
