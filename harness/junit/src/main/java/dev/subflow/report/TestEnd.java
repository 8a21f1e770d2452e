// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import java.util.Objects;
import java.util.Optional;

/**
 * The end of a test: the verdict and the reason for it, as they follow from what JUnit says of its
 * end.
 *
 * @param message why, unless it passed
 */
public record TestEnd(Verdict verdict, Optional<String> message) {
  public TestEnd {
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(message, "message");
  }

  /** This end, with a line added to its message. */
  public TestEnd noted(String line) {
    return new TestEnd(verdict, Optional.of(message.map(m -> m + "\n").orElse("") + line));
  }

  /** Of a test that came to its end. */
  public static TestEnd passed() {
    return new TestEnd(Verdict.PASS, Optional.empty());
  }

  /**
   * Of a test that threw.
   *
   * <p>A crash of the kernel wins wherever it is found, among causes and suppressed exceptions too:
   * the assertion that failed because of it is only its echo. For the same reason an assertion that
   * a lost machine caused is INCONCLUSIVE. Otherwise what was thrown decides, and what clean-up
   * added to it does not.
   */
  public static TestEnd of(Throwable thrown) {
    return new TestEnd(Verdicts.of(thrown), Optional.of(Verdicts.message(thrown)));
  }

  /** Of a test that did not pass and threw nothing that JUnit tells of. */
  public static TestEnd unexplained() {
    return new TestEnd(Verdict.INCONCLUSIVE, Optional.of("JUnit did not say why"));
  }

  /** Of a test that was left out. */
  public static TestEnd skipped(String reason) {
    return new TestEnd(Verdict.SKIP, Optional.of(reason));
  }

  /** Of a test that was planned and gave no result. */
  public static TestEnd missing() {
    return new TestEnd(Verdict.MISSING, Optional.of("it was planned but gave no result"));
  }

  /** Of a test that was stopped from outside. */
  public static TestEnd interrupted() {
    return new TestEnd(Verdict.INCONCLUSIVE, Optional.of("interrupted before it ended"));
  }
}
