// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import dev.subflow.guest.Splat;
import dev.subflow.guest.SplatWatch;
import java.util.List;

/** Finds splats in what was kept of a console, such as the message of a test. */
public final class ConsoleSplats {
  private ConsoleSplats() {}

  /**
   * All of them, in order.
   *
   * @param text lines of which those with printk's time stamp are the kernel's
   */
  public static List<Splat> of(String text) {
    SplatWatch watch = new SplatWatch();
    text.lines().forEach(watch::line);
    return watch.splats();
  }
}
