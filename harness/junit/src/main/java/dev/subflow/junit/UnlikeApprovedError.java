// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

/** A test whose assertions hold saw other behaviour than was approved for it. */
final class UnlikeApprovedError extends AssertionError {
  private static final long serialVersionUID = 1;

  UnlikeApprovedError(String message) {
    super(message);
  }
}
