// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import java.util.List;
import java.util.stream.Collectors;

/** Middleboxes or triggers that threw, told when their wires are closed. */
final class WireFailureException extends IllegalStateException {
  private final transient List<WireFailure> failures;

  WireFailureException(List<WireFailure> failures) {
    super(
        failures.stream().map(WireFailure::toString).collect(Collectors.joining("; "))
            + ". It was taken off and the wire went on without it, so the test did not see what it"
            + " should have seen; mend it, or call takeFailures() where that is expected",
        failures.get(0).cause());
    this.failures = List.copyOf(failures);
    failures.stream().skip(1).forEach(f -> addSuppressed(f.cause()));
  }

  /** Failures in the order in which they happened. */
  public List<WireFailure> failures() {
    return failures;
  }
}
