// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import java.util.Objects;

/**
 * A middlebox or a trigger that threw and was taken off its wire, which goes on without it.
 *
 * @param wire name of the wire
 * @param part what it was
 * @param cause what it threw
 */
record WireFailure(String wire, String part, Throwable cause) {
  public WireFailure {
    Objects.requireNonNull(wire, "wire");
    Objects.requireNonNull(part, "part");
    Objects.requireNonNull(cause, "cause");
  }

  @Override
  public String toString() {
    return part + " on wire " + wire + " threw " + cause;
  }
}
