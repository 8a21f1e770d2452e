// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

/** Sequence numbers that begin again at 0. */
final class Wrapping {
  private Wrapping() {}

  /** The number nearest to another whose lower 32 bits are these. */
  static long near32(long lower, long other) {
    return other + (int) (lower - other);
  }
}
