// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.junit.Seed;
import dev.subflow.topology.KernelPairing;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * All that a run executes.
 *
 * @param scenarios those asked for
 * @param matrix kernels to pair; empty for the kernel of the run alone
 * @param repeated whether repetitions are numbered
 * @param rounds how often each scenario runs; absent for no end
 * @param untilFail whether the first that does not pass is the last
 * @param seed of the first repetition
 * @param failing allocations that fail, each in a run of its own; then there are no rounds
 */
public record RunPlan(
    List<Scenario> scenarios,
    List<String> matrix,
    boolean repeated,
    OptionalInt rounds,
    boolean untilFail,
    Seed seed,
    Optional<FailNthRange> failing) {
  public RunPlan {
    scenarios = List.copyOf(scenarios);
    matrix = List.copyOf(matrix);
    Objects.requireNonNull(rounds, "rounds");
    Objects.requireNonNull(seed, "seed");
    Objects.requireNonNull(failing, "failing");
  }

  /** Attempts that have allocations fail, where that is asked for. */
  Optional<FailingAttempts> failingAttempts() {
    return failing.map(range -> new FailingAttempts(scenarios, range, seed));
  }

  /**
   * Checks that every scenario has the host whose allocations are to fail.
   *
   * @throws dev.subflow.failure.UsageException naming a scenario that lacks it, and the hosts it
   *     has
   */
  public void check() {
    failing.ifPresent(range -> scenarios.forEach(s -> FailingAttempts.hosts(s, range)));
  }

  /** Whether each scenario runs once, on the kernel of the run: JUnit can take all together. */
  boolean isPlain() {
    return !repeated && matrix.isEmpty();
  }

  /** All scenarios in one. */
  Attempt together() {
    return new Attempt(scenarios, Optional.empty(), Optional.empty(), seed);
  }

  /** Each scenario on each pairing, once. */
  List<Attempt> round(int number) {
    Optional<Integer> repetition = repeated ? Optional.of(number) : Optional.empty();
    List<Attempt> attempts = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      for (Optional<KernelPairing> pairing : pairings(scenario)) {
        attempts.add(
            new Attempt(List.of(scenario), pairing, repetition, seed.ofRepetition(number)));
      }
    }
    return attempts;
  }

  private List<Optional<KernelPairing>> pairings(Scenario scenario) {
    List<Optional<KernelPairing>> pairings = new ArrayList<>();
    if (!matrix.isEmpty() && scenario.kernel().isEmpty()) {
      KernelPairing.all(ReflectionSupport.newInstance(scenario.source()).topology(), matrix)
          .forEach(p -> pairings.add(Optional.of(p)));
    }
    return pairings.isEmpty() ? List.of(Optional.empty()) : pairings;
  }

  /** Number of attempts there will be, where there is an end. */
  public OptionalInt size() {
    return rounds.isPresent()
        ? OptionalInt.of(Math.multiplyExact(rounds.getAsInt(), round(1).size()))
        : OptionalInt.empty();
  }
}
