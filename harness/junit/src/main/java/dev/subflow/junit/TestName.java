// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.report.TestEnd;
import dev.subflow.report.TestResult;
import dev.subflow.report.TestResultBuilder;
import dev.subflow.topology.KernelPairing;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The stable name of a test.
 *
 * @param scenario {@code Class.method}, with the number of the invocation where a test has several
 * @param pairing kernels it runs on, where it runs on several
 * @param repetition number of this run, from 1, where it is repeated
 */
public record TestName(
    String scenario, Optional<KernelPairing> pairing, Optional<Integer> repetition) {
  // [engine:junit-jupiter]/[class:..]/[test-template:..]/[test-template-invocation:#2]
  private static final Pattern INVOCATION = Pattern.compile(":#(\\d+)\\]$");

  public TestName {
    Objects.requireNonNull(scenario, "scenario");
    Objects.requireNonNull(pairing, "pairing");
    Objects.requireNonNull(repetition, "repetition");
  }

  /** The name of a method; its class's simple name stands behind those of the classes around it. */
  public static TestName of(Class<?> type, String method) {
    Deque<String> names = new ArrayDeque<>();
    for (Class<?> t = type; t != null; t = t.getEnclosingClass()) {
      names.push(t.getSimpleName());
    }
    return new TestName(String.join(".", names) + "." + method, Optional.empty(), Optional.empty());
  }

  /** The name on a pairing of kernels, unless it has one already. */
  public TestName on(Optional<KernelPairing> kernels) {
    return new TestName(scenario, pairing.or(() -> kernels), repetition);
  }

  /** The name of one repetition. */
  public TestName repetition(Optional<Integer> number) {
    return new TestName(scenario, pairing, number);
  }

  /**
   * The name further down JUnit's tree: an invocation adds its pairing of kernels or its number,
   * any other node nothing.
   */
  public TestName within(String uniqueId, String displayName) {
    Matcher invocation = INVOCATION.matcher(uniqueId);
    if (!invocation.find()) {
      return this;
    }
    Optional<KernelPairing> kernels = KernelPairing.parse(displayName);
    return kernels.isPresent()
        ? new TestName(scenario, kernels, repetition)
        : new TestName(scenario + "[" + invocation.group(1) + "]", pairing, repetition);
  }

  /** Starts the result of the test that is called so. */
  public TestResultBuilder result(String className, TestEnd end, Seed seed) {
    TestResultBuilder result =
        TestResult.builder(className, id(), end.verdict()).scenario(scenario).seed(seed.value());
    pairing.map(KernelPairing::kernels).ifPresent(result::pairing);
    repetition.ifPresent(result::repetition);
    end.message().ifPresent(result::message);
    return result;
  }

  /** The name as results and evidence have it. */
  public String id() {
    return scenario
        + pairing.map(p -> "[" + p.name() + "]").orElse("")
        + repetition.map(n -> "#" + n).orElse("");
  }
}
