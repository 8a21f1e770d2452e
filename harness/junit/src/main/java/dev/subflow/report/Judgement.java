// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import java.util.Objects;
import java.util.Optional;

/**
 * Verdict on a test and the reason for it, as they follow from what JUnit says of its end.
 *
 * @param message why, unless it passed
 */
public record Judgement(Verdict verdict, Optional<String> message) {
  public Judgement {
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(message, "message");
  }

  /** Of a test that came to its end. */
  public static Judgement passed() {
    return new Judgement(Verdict.PASS, Optional.empty());
  }

  /**
   * Of a test that threw.
   *
   * <p>A crash of the kernel wins wherever it is found, among causes and suppressed exceptions too:
   * the assertion that failed because of it is only its echo. For the same reason an assertion that
   * a lost machine caused is INCONCLUSIVE. Otherwise what was thrown decides, and what clean-up
   * added to it does not.
   */
  public static Judgement of(Throwable thrown) {
    return new Judgement(Verdicts.of(thrown), Optional.of(Verdicts.message(thrown)));
  }

  /** Of a test that did not pass and threw nothing that JUnit tells of. */
  public static Judgement unexplained() {
    return new Judgement(Verdict.INCONCLUSIVE, Optional.of("JUnit did not say why"));
  }

  /** Of a test that was left out. */
  public static Judgement skipped(String reason) {
    return new Judgement(Verdict.SKIP, Optional.of(reason));
  }

  /** Of a test that was planned and gave no result. */
  public static Judgement missing() {
    return new Judgement(Verdict.MISSING, Optional.of("it was planned but gave no result"));
  }

  /** Of a test that was stopped from outside. */
  public static Judgement interrupted() {
    return new Judgement(Verdict.INCONCLUSIVE, Optional.of("interrupted before it ended"));
  }
}
