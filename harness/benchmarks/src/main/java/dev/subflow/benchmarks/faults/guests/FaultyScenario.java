// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults.guests;

import dev.subflow.guest.Guest;
import dev.subflow.junit.Installs;
import dev.subflow.junit.SubflowTest;
import dev.subflow.junit.UsesTopology;
import dev.subflow.topology.TwoPaths;
import org.junit.jupiter.api.Test;

/** Two guests, and a fault that befalls one of them. */
@SubflowTest
@UsesTopology(TwoPaths.class)
class FaultyScenario {
  @Test
  void fault(Guest client, Guest server) {
    Staged.ofProcess().befall(client, server);
  }

  @Test
  @Installs("faults")
  void faultOfTheKernel(Guest client, Guest server) {
    Staged.ofProcess().befall(client, server);
  }
}
