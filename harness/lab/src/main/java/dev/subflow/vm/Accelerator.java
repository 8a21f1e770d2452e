// SPDX-License-Identifier: Apache-2.0
package dev.subflow.vm;

import java.util.Locale;

/** Ways in which a machine runs the guest's instructions. */
public enum Accelerator {
  /** Hardware virtualisation; only used after a probe guest has really booted under it. */
  KVM,
  /** Software emulation: works everywhere. */
  TCG;

  /** The name in results and messages: {@code kvm} or {@code tcg}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
