// SPDX-License-Identifier: Apache-2.0
package dev.subflow.scenarios.support;

import dev.subflow.guest.KernelUnderTest;
import dev.subflow.topology.Rate;

/** A link that is slower than guests are on a busy machine, so that it limits a transfer. */
public final class SlowLink {
  private static final Rate RATE = Rate.megabits(2);

  /** Guests that checked each access to memory and shared a processor sent 1.5 Mbit/s in all. */
  private static final Rate WITH_KASAN = Rate.kilobits(400);

  private SlowLink() {}

  /** Its rate between guests of a kernel. */
  public static Rate rate(KernelUnderTest kernel) {
    return kernel.option("CONFIG_KASAN").isPresent() ? WITH_KASAN : RATE;
  }
}
