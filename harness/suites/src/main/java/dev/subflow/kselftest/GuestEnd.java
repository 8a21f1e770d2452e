// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.guest.GuestCrashedException;
import dev.subflow.guest.GuestException;
import dev.subflow.ktap.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Judges the results of a script that ended by itself in a guest that no longer lives. */
final class GuestEnd {
  private GuestEnd() {}

  /**
   * The results, of which the last is laid to what befell the guest: nothing ran after it.
   *
   * @param deaths why the guest is gone; empty when it lives
   */
  static List<SubtestResult> into(List<SubtestResult> results, List<GuestException> deaths) {
    if (deaths.isEmpty() || results.isEmpty()) {
      return results;
    }
    List<SubtestResult> all = new ArrayList<>(results);
    all.set(all.size() - 1, judged(all.get(all.size() - 1), deaths.get(0)));
    return List.copyOf(all);
  }

  private static SubtestResult judged(SubtestResult last, GuestException why) {
    Outcome outcome = why instanceof GuestCrashedException ? Outcome.CRASH : Outcome.INCONCLUSIVE;
    if (last.outcome() == Outcome.CRASH || (outcome != Outcome.CRASH && last.outcome().isBad())) {
      return last;
    }
    String words = "when it had ended, its guest was gone: " + why.getMessage();
    return new SubtestResult(
        last.script(),
        last.name(),
        outcome,
        last.time(),
        (words + "\n" + last.message()).strip(),
        Stream.concat(last.splats().stream(), why.splats().stream()).distinct().toList());
  }
}
