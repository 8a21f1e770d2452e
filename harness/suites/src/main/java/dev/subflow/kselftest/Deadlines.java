// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.ktap.Outcome;
import dev.subflow.vm.Accelerator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Tells what a failure is worth on a machine that was short of CPU: scripts set deadlines that only
 * hold on one that is not.
 *
 * <p>A guest that was starved is judged by the rule of all guests. The pressure on the whole
 * machine is another thing: it disturbs what is measured long before it starves anyone, so a script
 * that measures throughput needs that stricter rule, and of others it is only worth a note.
 */
final class Deadlines {
  /** Scripts that measure throughput, which emulated guests lack as soon as anything else runs. */
  private static final Set<String> MEASURING = Set.of("simult_flows.sh");

  private static final int STARVED_PERCENT = 40;

  private Deadlines() {}

  private static boolean isMeasuring(String script) {
    return MEASURING.contains(script);
  }

  /** Whether another attempt, alone, may tell more: there it has more of the processors. */
  static boolean isExcused(SubtestResult result) {
    return result.outcome() == Outcome.INCONCLUSIVE
        && (isMeasuring(result.script()) || result.starved());
  }

  /** The results of a script in a guest that was starved, as said in words; or was not. */
  static List<SubtestResult> judge(List<SubtestResult> results, Optional<String> starvation) {
    return starvation.isEmpty()
        ? results
        : results.stream().map(r -> starved(r, starvation.get())).toList();
  }

  private static SubtestResult starved(SubtestResult result, String starvation) {
    if (!result.outcome().isBad()) {
      return result;
    }
    return result.judged(Outcome.INCONCLUSIVE, starved(starvation, result.message())).ofStarved();
  }

  /** Words about what happened in a guest that had too little processor time. */
  static String starved(String little, String what) {
    return ("the guest was starved of processor time (" + little + ")\n" + what).strip();
  }

  /** The results of a script, after all that time of this pressure. */
  static List<SubtestResult> judge(
      List<SubtestResult> results, Accelerator accelerator, CpuPressure pressure) {
    OptionalInt percent = pressure.percent();
    if (accelerator != Accelerator.TCG || percent.orElse(0) < STARVED_PERCENT) {
      return results;
    }
    return results.stream().map(r -> judge(r, percent.getAsInt())).toList();
  }

  static SubtestResult judge(SubtestResult result, int percent) {
    if (!result.outcome().isBad()) {
      return result;
    }
    boolean measuring = isMeasuring(result.script());
    String note =
        "(for "
            + percent
            + "% of that time something waited for a CPU of this machine: "
            + (measuring
                ? "what was measured says nothing of the kernel; run it alone on an idle machine)"
                : "if this was a deadline, it says little of the kernel)");
    return result.judged(
        measuring ? Outcome.INCONCLUSIVE : Outcome.FAIL, (result.message() + "\n" + note).strip());
  }
}
