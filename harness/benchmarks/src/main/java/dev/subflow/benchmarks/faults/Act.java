// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import java.io.IOException;

/** A fault that comes from outside of the guests while a run goes on. */
@FunctionalInterface
interface Act {
  /** Nothing from outside. */
  Act NONE = (victim, guest) -> {};

  /**
   * Brings it about.
   *
   * @param guest name of the guest that it befalls, if it befalls one
   */
  void on(Victim victim, String guest) throws IOException, InterruptedException;
}
