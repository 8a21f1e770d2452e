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
    SUCCESS(""),
    /** Something happened that is worth a look, and nothing else is wrong. */
    NOTICE("Notice"),
    /** Tests failed. */
    UNSTABLE("Unstable"),
    /** The kernel is in trouble, or the VM. */
    CRITICAL("Critical"),
    /** The image's own script failed. */
    SCRIPT_ERROR(""),
    /** There is none. */
    NONE("");

    private final String category;

    /** Takes the word that the image registers such an issue with; empty for none. */
    State(String category) {
      this.category = category;
    }
  }

  /** Reads it; issues are separated by dashes. */
  static Conclusion parse(String text) {
    // KVM Validation: normal: Unstable: 1 failed test(s): selftest_diag - Critical: KMemLeak ❌
    // KVM Validation: normal: Notice: Boot failures, rebooted and continued 🔴
    String line = text.strip();
    List<String> issues =
        Stream.of(line.split(" - ", -1))
            .map(part -> part.replaceFirst("^.*?((?:Notice|Unstable|Critical): )", "$1"))
            .map(part -> part.replaceAll("[^\\x20-\\x7e]", "").strip())
            .filter(part -> part.matches("(?:Notice|Unstable|Critical): .*"))
            .toList();
    for (State state : List.of(State.CRITICAL, State.UNSTABLE, State.NOTICE)) {
      if (issues.stream().anyMatch(issue -> issue.startsWith(state.category + ": "))) {
        return new Conclusion(state, issues);
      }
    }
    if (line.contains(": Success!")) {
      return new Conclusion(State.SUCCESS, issues);
    }
    return new Conclusion(line.contains("Script error") ? State.SCRIPT_ERROR : State.NONE, issues);
  }
}
