// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import java.util.Objects;

/** A source routing rule: {@code ip rule add from SOURCE table TABLE pref PREFERENCE}. */
public record RoutingRule(InterfaceAddress source, int table, int preference) {
  public RoutingRule {
    Objects.requireNonNull(source, "source");
  }
}
