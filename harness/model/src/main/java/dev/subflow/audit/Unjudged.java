// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Rules that were not judged, or not everywhere.
 *
 * @param rules which
 * @param why such as {@code the capture lacks 3 frames}
 */
public record Unjudged(Set<Rule> rules, String why) {
  public Unjudged {
    rules = Set.copyOf(rules);
  }

  /** {@code not judged, as WHY: RULE, RULE}. */
  @Override
  public String toString() {
    return "not judged everywhere, as "
        + why
        + ": "
        + new TreeSet<>(rules).stream().map(Rule::name).collect(Collectors.joining(", "));
  }
}
