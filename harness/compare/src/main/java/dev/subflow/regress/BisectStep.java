// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import java.util.Objects;
import java.util.Optional;

/**
 * Knowledge of one revision.
 *
 * @param commit its full name
 * @param title short name and subject
 * @param state what it was found to be
 * @param passed runs that passed
 * @param failed runs that failed
 * @param note why, where counts do not tell: what failed, or why it was skipped
 * @param evidence folder of the evidence
 */
public record BisectStep(
    String commit,
    String title,
    State state,
    int passed,
    int failed,
    String note,
    Optional<String> evidence) {
  /** State of a revision. */
  public enum State {
    GOOD,
    BAD,
    SKIP
  }

  public BisectStep {
    Objects.requireNonNull(commit, "commit");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(note, "note");
    Objects.requireNonNull(evidence, "evidence");
  }

  SequentialTest.Counts counts() {
    return new SequentialTest.Counts(passed, failed);
  }

  /** Such as {@code bad: 0 of 3 pass}. */
  public String text() {
    String counts = passed + failed == 0 ? note : passed + " of " + (passed + failed) + " pass";
    return state.name().toLowerCase(java.util.Locale.ROOT) + ": " + counts;
  }
}
