// SPDX-License-Identifier: Apache-2.0
package dev.subflow.machine;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Diagnosis of this machine.
 *
 * @param checks in the order to show them
 * @param line the one line that installs every tool that is missing or too old, if there is one
 */
public record Diagnosis(List<Check> checks, Optional<String> line) {
  public Diagnosis {
    checks = List.copyOf(checks);
    Objects.requireNonNull(line, "line");
  }

  /** Guests can run here. */
  public boolean ready() {
    return checks.stream().noneMatch(Check::blocks);
  }
}
