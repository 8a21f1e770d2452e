// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.failure.InfrastructureException;
import java.util.Collection;

/** Closes many things, every one of them, whatever some of them throw. */
final class Closing {
  private Closing() {}

  /**
   * Closes in the order given.
   *
   * @throws InfrastructureException when something could not be closed, once all have been tried
   */
  static void all(Collection<? extends AutoCloseable> parts) {
    InfrastructureException failure = null;
    for (AutoCloseable part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        if (e instanceof InterruptedException) {
          Thread.currentThread().interrupt();
        }
        if (failure == null) {
          failure =
              new InfrastructureException(
                  "the lab did not come down in order: " + e.getMessage(), e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
