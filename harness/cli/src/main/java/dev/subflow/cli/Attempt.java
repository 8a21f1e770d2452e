// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.junit.Seed;
import dev.subflow.junit.TestName;
import dev.subflow.topology.KernelPairing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What JUnit executes at once: some scenarios, all in the same circumstances.
 *
 * @param scenarios what runs
 * @param pairing kernels it runs on, where they are a matrix
 * @param repetition its number, from 1, where it is one of several
 * @param seed of the random choices in it
 */
record Attempt(
    List<Scenario> scenarios,
    Optional<KernelPairing> pairing,
    Optional<Integer> repetition,
    Seed seed) {
  Attempt {
    scenarios = List.copyOf(scenarios);
    Objects.requireNonNull(pairing, "pairing");
    Objects.requireNonNull(repetition, "repetition");
    Objects.requireNonNull(seed, "seed");
  }

  /** As JUnit configuration parameters, which is how scenarios learn of them. */
  Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("subflow.seed", Long.toString(seed.value()));
    pairing.ifPresent(p -> parameters.put("subflow.kernels", p.name()));
    repetition.ifPresent(n -> parameters.put("subflow.repetition", n.toString()));
    return parameters;
  }

  /** The name of one of its scenarios in these circumstances. */
  TestName name(Scenario scenario) {
    return new TestName(scenario.name(), pairing, repetition);
  }
}
