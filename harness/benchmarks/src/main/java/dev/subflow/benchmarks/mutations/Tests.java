// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.mutations;

import java.util.List;

/** Which tests a broken kernel and its base are compared by. */
public enum Tests {
  /** The scenarios that its line of the list names. */
  NAMED("the scenarios named"),
  /** Those that {@code subflow regress} runs without {@code --tests}. */
  QUICK("the quick choice"),
  /** Every scenario. */
  ALL("all scenarios"),
  /** The kernel's selftest that its line of the list names. */
  SELFTEST("its selftest");

  private final String words;

  Tests(String words) {
    this.words = words;
  }

  /** For a head of a table. */
  public String words() {
    return words;
  }

  /** Options of {@code subflow regress} that make it run them. */
  public List<String> options(Mutation mutation) {
    return switch (this) {
      case NAMED ->
          mutation.theme().equals(Mutation.SPEED)
              ? List.of("--tests", mutation.tests(), "--measure")
              : List.of("--tests", mutation.tests());
      case QUICK -> List.of();
      case ALL -> List.of("--tests", "all");
      case SELFTEST -> List.of("--tests", "kselftest:" + mutation.selftest());
    };
  }
}
