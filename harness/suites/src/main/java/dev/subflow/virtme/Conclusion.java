// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Conclusion of the image in {@code conclusion.txt}.
 *
 * @param state in a word
 * @param issues such as {@code Critical: 2 Call Trace(s)}
 */
record Conclusion(State state, List<String> issues) {
  Conclusion {
    Objects.requireNonNull(state, "state");
    issues = List.copyOf(issues);
  }

  /** From the best to the worst. */
  enum State {
    SUCCESS,
    /** Tests failed. */
    UNSTABLE,
    /** The kernel is in trouble, or the VM. */
    CRITICAL,
    /** The image's own script failed. */
    SCRIPT_ERROR,
    /** There is none. */
    NONE
  }

  /** Reads it; issues are separated by dashes. */
  static Conclusion parse(String text) {
    // KVM Validation: normal: Unstable: 1 failed test(s): selftest_diag - Critical: KMemLeak ❌
    String line = text.strip();
    List<String> issues =
        Stream.of(line.split(" - ", -1))
            .map(part -> part.replaceFirst("^.*?((?:Unstable|Critical): )", "$1"))
            .map(part -> part.replaceAll("[^\\x20-\\x7e]", "").strip())
            .filter(part -> part.startsWith("Unstable: ") || part.startsWith("Critical: "))
            .toList();
    if (issues.stream().anyMatch(issue -> issue.startsWith("Critical: "))) {
      return new Conclusion(State.CRITICAL, issues);
    }
    if (!issues.isEmpty()) {
      return new Conclusion(State.UNSTABLE, issues);
    }
    if (line.contains(": Success!")) {
      return new Conclusion(State.SUCCESS, issues);
    }
    return new Conclusion(line.contains("Script error") ? State.SCRIPT_ERROR : State.NONE, issues);
  }
}
