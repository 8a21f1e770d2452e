// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import java.util.function.Consumer;

/** Some rules of one kind, looked at segment by segment. */
interface Check {
  /** Looks at a segment, and takes note of what it tells. */
  void see(Sight sight, Consumer<Finding> findings);

  /** Looks at what can only be judged when all was seen. */
  default void end(Consumer<Finding> findings) {}
}
