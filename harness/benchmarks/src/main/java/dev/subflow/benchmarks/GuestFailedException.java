// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks;

import java.io.IOException;

/** A guest that ended without a result. */
final class GuestFailedException extends IOException {
  private final String reason;

  GuestFailedException(String role, String reason, String console) {
    super("the " + role + " gave no result (" + reason + "); its console says:\n" + console);
    this.reason = reason;
  }

  /** One line. */
  String reason() {
    return reason;
  }
}
