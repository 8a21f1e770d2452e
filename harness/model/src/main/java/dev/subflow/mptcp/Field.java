// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.util.Objects;

/**
 * One item of a tool's output.
 *
 * @param name what stands before the colon, or the whole of a bare word
 * @param value what stands after it; empty for a bare word
 */
public record Field(String name, String value) {
  public Field {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
  }

  @Override
  public String toString() {
    return value.isEmpty() ? name : name + ":" + value;
  }
}
