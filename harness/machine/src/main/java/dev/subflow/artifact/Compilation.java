// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import dev.subflow.failure.UsageException;
import dev.subflow.process.ProgramException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Compiles in a toolbox that is ready. Source that somebody gave is input, and bad where it does
 * not compile; with any other source it is the harness that failed.
 */
final class Compilation {
  private Compilation() {}

  /** Runs the compiler. */
  @FunctionalInterface
  interface Step {
    void run() throws IOException;
  }

  /**
   * Compiles.
   *
   * @param what in words, such as {@code selftests net/mptcp}
   * @param given the source, if somebody gave it
   * @throws UsageException with the compiler's last words when that source does not compile
   */
  static void of(String what, Optional<Path> given, Step step) throws IOException {
    try {
      step.run();
    } catch (ProgramException e) {
      if (given.isEmpty()) {
        throw e;
      }
      throw new UsageException(
          "The "
              + what
              + " of "
              + given.get()
              + " can't be built in the toolbox: "
              + e.getMessage(),
          e);
    }
  }
}
