// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Comparison of one test on two kernels.
 *
 * @param test its name
 * @param change the verdict
 * @param from name of the first kernel
 * @param to name of the second one
 * @param base counts on the first
 * @param patched counts on the second
 * @param chance the probability of such counts where the kernels do not differ; absent where none
 *     was computed
 * @param why in words, where counts alone do not tell
 * @param message what the first run said that did not pass, on the second kernel if there is one
 * @param evidence folder of that run's evidence, below the comparison's
 */
public record Comparison(
    String test,
    Change change,
    String from,
    String to,
    Counts base,
    Counts patched,
    OptionalDouble chance,
    String why,
    Optional<String> message,
    Optional<String> evidence) {
  public Comparison {
    Objects.requireNonNull(test, "test");
    Objects.requireNonNull(change, "change");
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(patched, "patched");
    Objects.requireNonNull(chance, "chance");
    Objects.requireNonNull(why, "why");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(evidence, "evidence");
  }

  /**
   * Counts of the runs of a test on one kernel.
   *
   * @param passed those that passed
   * @param failed those that failed, crashed or gave no result
   * @param other those that were skipped or inconclusive
   * @param text the same in words
   */
  public record Counts(int passed, int failed, int other, String text) {
    static Counts of(Tally tally) {
      return new Counts(
          tally.passed(), tally.failed(), tally.attempts() - tally.evidence(), tally.text());
    }

    /** Counts of something that is done once, such as a build. */
    static Counts once(boolean passed, String text) {
      return new Counts(passed ? 1 : 0, passed ? 0 : 1, 0, text);
    }
  }

  static Comparison of(
      String test, Variant from, Variant to, Tally base, Tally patched, Judgement judgement) {
    var shown =
        patched
            .firstBad()
            .map(r -> Shown.of(to, r))
            .or(() -> base.firstBad().map(r -> Shown.of(from, r)));
    return new Comparison(
        test,
        judgement.change(),
        from.name(),
        to.name(),
        Counts.of(base),
        Counts.of(patched),
        judgement.chance(),
        judgement.why(),
        shown.map(Shown::message),
        shown.flatMap(Shown::evidence));
  }

  /** The same with one more remark. */
  public Comparison noted(String remark) {
    return new Comparison(
        test,
        change,
        from,
        to,
        base,
        patched,
        chance,
        why.isEmpty() ? remark : why + "; " + remark,
        message,
        evidence);
  }

  /** Whether a test that has nothing to be compared with does not pass where it runs. */
  @JsonIgnore
  public boolean isNewFailure() {
    return change == Change.NEW && patched.failed() > 0;
  }

  /** Exit code of the command line when this is all: that of the change, 1 for a new failure. */
  int exitCode() {
    return isNewFailure() ? 1 : change.exitCode();
  }

  /** Whether it speaks against the second kernel. */
  @JsonIgnore
  public boolean isBad() {
    return exitCode() == 1;
  }

  /** Stands for all that was not found out because something stopped the comparison. */
  public static Comparison brokenOff(List<Variant> variants, String why) {
    Counts none = Counts.of(Tally.NONE);
    return new Comparison(
        "comparison",
        Change.INCONCLUSIVE,
        variants.get(0).name(),
        variants.get(variants.size() - 1).name(),
        none,
        none,
        OptionalDouble.empty(),
        "it was broken off: what is missing here was not found out",
        Optional.of(why),
        Optional.empty());
  }

  private record Shown(String message, Optional<String> evidence) {
    static Shown of(Variant variant, dev.subflow.report.TestResult result) {
      return new Shown(
          "on "
              + variant.name()
              + ", "
              + result.verdict()
              + ": "
              + result.message().orElse("no message"),
          result.evidence().map(folder -> variant.name() + "/" + folder));
    }
  }
}
