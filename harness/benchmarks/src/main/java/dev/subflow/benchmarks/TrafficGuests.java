// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Guests of a benchmark: the seam between what is measured and what is booted. */
interface TrafficGuests {
  /** The socket behind a NIC, and whether QEMU listens on it or connects to it. */
  record Plug(Path socket, boolean listens) {}

  /** Numbers that the server saw of one phase, in which one pair of NICs carried all. */
  record Phase(int pair, double megabits) {}

  /** A guest, until it is closed. */
  interface RunningGuest extends AutoCloseable {
    /** The phases that the server has measured; waits for the last. */
    List<Phase> awaitPhases() throws IOException;

    @Override
    void close();
  }

  /**
   * Starts a guest with a NIC for each socket; NICs 0 and 1 are the first pair, and so on.
   *
   * @param role {@code client} or {@code server}
   */
  RunningGuest start(String role, List<Plug> nics) throws IOException;
}
