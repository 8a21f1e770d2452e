// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.junit.FailNth;
import dev.subflow.junit.RunSettings;
import dev.subflow.junit.RunSettings.Circumstances;
import dev.subflow.junit.Seed;
import dev.subflow.junit.TestName;
import dev.subflow.topology.KernelPairing;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Scenarios that JUnit executes at once, all in the same circumstances.
 *
 * @param scenarios what runs
 * @param pairing kernels it runs on, where they are a matrix
 * @param repetition its number, from 1, where it is one of several
 * @param seed of the random choices in it
 * @param failNth allocation that fails in it
 */
record Attempt(
    List<Scenario> scenarios,
    Optional<KernelPairing> pairing,
    Optional<Integer> repetition,
    Seed seed,
    Optional<FailNth> failNth) {
  /** One in which no allocation is made to fail. */
  Attempt(
      List<Scenario> scenarios,
      Optional<KernelPairing> pairing,
      Optional<Integer> repetition,
      Seed seed) {
    this(scenarios, pairing, repetition, seed, Optional.empty());
  }

  Attempt {
    scenarios = List.copyOf(scenarios);
    Objects.requireNonNull(pairing, "pairing");
    Objects.requireNonNull(repetition, "repetition");
    Objects.requireNonNull(seed, "seed");
    Objects.requireNonNull(failNth, "failNth");
  }

  /** Settings of a run, in these circumstances. */
  RunSettings of(RunSettings run) {
    Optional<KernelPairing> kernels = pairing.or(run.circumstances()::pairing);
    return run.with(
        new Circumstances(
            kernels, repetition, Optional.of(seed), run.circumstances().approved(), failNth));
  }

  /** The name of one of its scenarios in these circumstances. */
  TestName name(Scenario scenario) {
    return new TestName(scenario.name(), pairing, repetition);
  }
}
