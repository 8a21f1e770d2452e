// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

/** A kernel has sockets, at the end of a test whose assertions hold, that nobody can get at. */
final class LostSocketsError extends AssertionError {
  private static final long serialVersionUID = 1;

  LostSocketsError(String message) {
    super(message);
  }
}
