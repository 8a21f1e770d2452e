// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import java.util.List;

/** A topology that can't be built, with all of its problems in one message. */
public final class TopologyException extends IllegalArgumentException {
  private final transient List<String> problems;

  TopologyException(String topology, List<String> problems) {
    super(
        "topology \""
            + topology
            + "\" has "
            + problems.size()
            + (problems.size() == 1 ? " problem:" : " problems:")
            + problems.stream().map(p -> "\n  - " + p).reduce("", String::concat));
    this.problems = List.copyOf(problems);
  }

  /** One sentence for each problem. */
  public List<String> problems() {
    return problems;
  }
}
