// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Knowledge of one revision.
 *
 * @param commit its full name
 * @param title short name and subject
 * @param state what it was found to be
 * @param passed runs that passed; by behaviour those in the good end's way
 * @param failed runs that failed; by behaviour those in the bad end's way
 * @param note why, where counts do not tell: what failed, or why it was skipped
 * @param evidence folder of the evidence
 * @param sought what it was judged by, where that is behaviour
 */
public record BisectStep(
    String commit,
    String title,
    State state,
    int passed,
    int failed,
    String note,
    Optional<String> evidence,
    Optional<Sought> sought) {
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
    Objects.requireNonNull(sought, "sought");
  }

  /** Knowledge by verdicts. */
  public BisectStep(
      String commit,
      String title,
      State state,
      int passed,
      int failed,
      String note,
      Optional<String> evidence) {
    this(commit, title, state, passed, failed, note, evidence, Optional.empty());
  }

  /** The same, judged by behaviour. */
  BisectStep by(Sought behaviour) {
    return new BisectStep(
        commit, title, state, passed, failed, note, evidence, Optional.of(behaviour));
  }

  SequentialTest.Counts counts() {
    return new SequentialTest.Counts(passed, failed);
  }

  /** Such as {@code bad: 0 of 3 pass}. */
  public String text() {
    boolean tellsNote = passed + failed == 0 || (sought.isPresent() && state == State.SKIP);
    return state.name().toLowerCase(Locale.ROOT) + ": " + (tellsNote ? note : runs());
  }

  /** Such as {@code 0 of 3 pass}, or {@code 0 of 3 as before}; a dash where none says anything. */
  public String runs() {
    int all = passed + failed;
    return all == 0 ? "-" : passed + " of " + all + (sought.isPresent() ? " as before" : " pass");
  }
}
