// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Decides what became of a test, or that more runs are needed to say so. */
final class Judge {
  /** Number of times that something inconclusive is tried. */
  private static final int TRIES = 5;

  private final Rules rules;
  private final boolean splatsAlone;

  Judge(Rules rules) {
    this(rules, false);
  }

  private Judge(Rules rules, boolean splatsAlone) {
    this.rules = rules;
    this.splatsAlone = splatsAlone;
  }

  /** One to whom a test that fails says nothing, as on kernels that are slow. */
  static Judge ofSplats(Rules rules) {
    return new Judge(rules, true);
  }

  /** Judges one test. */
  Judgement judge(Tally base, Tally patched) {
    return splatsAlone ? bySplats(base, patched) : byAll(base, patched);
  }

  private Judgement bySplats(Tally base, Tally patched) {
    return silent(base, patched)
        .or(() -> crash(base, patched))
        .orElseGet(
            () ->
                Judgement.of(Change.UNCHANGED, patched.failed() > 0 ? "no splat of its own" : ""));
  }

  private Judgement byAll(Tally base, Tally patched) {
    Optional<Judgement> oneSided = oneSided(base, patched);
    if (oneSided.isPresent()) {
      return oneSided.get();
    }
    Optional<Judgement> crash = crash(base, patched);
    if (crash.isPresent()) {
      return crash.get();
    }
    boolean allPass = base.failed() + patched.failed() == 0;
    boolean allFail = base.passed() + patched.passed() == 0;
    if (allPass || allFail) {
      return Judgement.of(Change.UNCHANGED, allPass ? "" : "fails on both");
    }
    return difference(base, patched);
  }

  /** Where not both kernels have evidence. */
  private Optional<Judgement> oneSided(Tally base, Tally patched) {
    if (base.evidence() > 0 && patched.evidence() > 0) {
      return Optional.empty();
    }
    Optional<Judgement> silent = silent(base, patched);
    if (silent.isPresent()) {
      return silent;
    }
    if (base.evidence() == 0 && patched.evidence() == 0) {
      return Optional.of(Judgement.of(Change.UNCHANGED, "skipped on both"));
    }
    if (patched.evidence() == 0) {
      return Optional.of(
          Judgement.of(
              Change.GONE,
              patched.skipped() > 0
                  ? "the patched kernel skips it: " + reason(patched)
                  : "the patched kernel has no such test"));
    }
    String why =
        base.skipped() > 0 ? "the base skips it: " + reason(base) : "the base has no such test";
    return Optional.of(
        crash(base, patched)
            .orElseGet(
                () ->
                    Judgement.of(
                        Change.NEW, patched.failed() > 0 ? why + "; it does not pass" : why)));
  }

  /** Where a kernel that ran the test gave no evidence. */
  private static Optional<Judgement> silent(Tally base, Tally patched) {
    boolean baseSilent = base.evidence() == 0 && base.skipped() == 0 && base.attempts() > 0;
    boolean patchedSilent =
        patched.evidence() == 0 && patched.skipped() == 0 && patched.attempts() > 0;
    if (baseSilent || patchedSilent) {
      Tally silent = patchedSilent ? patched : base;
      return Optional.of(
          silent.attempts() < TRIES
              ? Judgement.later(Change.INCONCLUSIVE, silent.attempts() + 1)
              : Judgement.of(
                  Change.INCONCLUSIVE,
                  "the " + (patchedSilent ? "patched kernel" : "base") + " could not be judged"));
    }
    return Optional.empty();
  }

  private static String reason(Tally tally) {
    return tally.results().get(0).message().flatMap(m -> m.lines().findFirst()).orElse("no reason");
  }

  /** A splat is more than a failure: one that the base does not have needs no statistics. */
  private Optional<Judgement> crash(Tally base, Tally patched) {
    Map<String, Integer> known = base.crashes();
    Optional<Map.Entry<String, Integer>> crash =
        patched.crashes().entrySet().stream()
            .filter(c -> !known.containsKey(c.getKey()))
            .max(Map.Entry.comparingByValue());
    if (crash.isEmpty()) {
      return Optional.empty();
    }
    int seen = crash.get().getValue();
    int enough = rules.looks().get(0);
    if (seen == 1 && patched.attempts() < enough) {
      return Optional.of(Judgement.later(Change.CRASHED, patched.attempts() + 1));
    }
    String count = "seen in " + seen + " of " + patched.evidence() + " runs";
    if (seen == 1 && Fingerprint.mayBeTheMachine(crash.get().getKey())) {
      return Optional.of(
          Judgement.of(
              Change.INCONCLUSIVE,
              crash.get().getKey() + ": " + count + "; a starved machine explains it as well"));
    }
    return Optional.of(
        new Judgement(
            Change.CRASHED,
            base.evidence() == 0 ? OptionalDouble.empty() : chance(base, patched, true),
            crash.get().getKey() + ": " + count + (seen == 1 ? " only" : ""),
            base.evidence() > 0 && base.attempts() < seen ? seen : 0));
  }

  private Judgement difference(Tally base, Tally patched) {
    // Rates without division: failed/all of one against failed/all of the other.
    long worse =
        (long) patched.failed() * base.evidence() - (long) base.failed() * patched.evidence();
    boolean regressed = worse >= 0;
    Change change =
        (regressed ? patched : base).onlyDoesMore()
            ? Change.CHANGED
            : regressed ? Change.REGRESSED : Change.FIXED;
    int runs = Math.min(base.evidence(), patched.evidence());
    List<Integer> looks = rules.looks();
    int passedLooks = (int) looks.stream().filter(look -> look <= runs).count();
    OptionalDouble chance = chance(base, patched, regressed);
    if (passedLooks > 0 && chance.orElse(1) <= rules.threshold(passedLooks - 1)) {
      return new Judgement(change, chance, "", 0);
    }
    boolean last = passedLooks == looks.size();
    int attempts = Math.max(base.attempts(), patched.attempts());
    if (last || attempts >= 2 * rules.maximum()) {
      return new Judgement(Change.FLAKY, chance, "", 0);
    }
    int next = looks.get(passedLooks);
    return new Judgement(change, chance, "", next + Math.max(0, attempts - Math.max(runs, 1)));
  }

  private static OptionalDouble chance(Tally base, Tally patched, boolean regressed) {
    return OptionalDouble.of(
        regressed
            ? Chance.thatSecondIsWorse(
                base.passed(), base.failed(), patched.passed(), patched.failed())
            : Chance.thatSecondIsWorse(
                patched.passed(), patched.failed(), base.passed(), base.failed()));
  }
}
