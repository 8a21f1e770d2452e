// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

/** Some rules of one kind, looked at segment by segment. */
interface Check {
  /** Looks at a segment, and takes note of what it tells. */
  void see(Sight sight, Findings findings);

  /** Looks at what can only be judged when all was seen. */
  default void end(Findings findings) {}

  /** Looks at a connection when all was seen. */
  default void end(Connection connection, Findings findings) {}
}
