// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.failure.UsageException;
import dev.subflow.junit.Jobs;
import dev.subflow.junit.Seed;
import dev.subflow.run.FailNthRange;
import dev.subflow.run.RunPlan;
import dev.subflow.run.Scenario;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import picocli.CommandLine.Option;

/** Options of {@code run}: how often, on which kernels and how many at once. */
final class RunOptions {
  @Option(
      names = "--jobs",
      paramLabel = "J",
      description =
          "Scenarios at once (default: two for each core, as far as memory goes; one with --keep).")
  Optional<Integer> jobs = Optional.empty();

  @Option(
      names = "--repeat",
      paramLabel = "N",
      description =
          "Run each scenario N times, each time with new guests, and count the verdicts; evidence"
              + " is kept of failures and of the first run.")
  Optional<Integer> repeat = Optional.empty();

  @Option(
      names = "--until-fail",
      description = "Repeat until something does not pass; at most N times with --repeat.")
  boolean untilFail;

  @Option(
      names = "--seed",
      paramLabel = "S",
      description =
          "Seed of random choices in scenarios (default: random); each repetition has one that"
              + " follows from it, the first this one.")
  Optional<Long> seed = Optional.empty();

  @Option(
      names = "--matrix",
      paramLabel = "K",
      description =
          "Run on every pairing of these kernels, K1,K2,...: each on the client with each on the"
              + " server. Scenarios that pin their kernel run once.")
  List<String> matrix = List.of();

  @Option(
      names = "--coverage",
      description =
          "Tell which lines and functions of net/mptcp each scenario reached; wants a kernel built"
              + " with the fragment coverage, such as tree:DIR@REV#coverage.")
  boolean coverage;

  @Option(
      names = "--fail-nth",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "HOST:N-M",
      description =
          "Have the Nth allocation of MPTCP fail, N from 1 until a scenario makes no more, on each"
              + " host in turn, each in a run of its own; crashes, hangs, leaks and lost sockets"
              + " count, assertions do not. Wants a kernel built with the fragment faults, such as"
              + " tree:DIR#mptcp,faults. HOST, N and N-M narrow it.")
  Optional<String> failNth = Optional.empty();

  @Option(
      names = "--ignore-approved",
      description = "Pass over behaviour that was approved: see subflow approve.")
  boolean ignoreApproved;

  /**
   * Checks what the parser cannot.
   *
   * @throws UsageException naming the option
   */
  void check() {
    atLeastOne("--jobs", jobs);
    atLeastOne("--repeat", repeat);
    if (coverage && isRepeated()) {
      throw new UsageException("--coverage takes one run of each scenario, not --repeat.");
    }
    if (failNth.isPresent()) {
      var unused = FailNthRange.parse(failNth.get());
      if (coverage || isRepeated() || !matrix.isEmpty()) {
        throw new UsageException(
            "--fail-nth says itself how often scenarios run; leave out --repeat, --until-fail,"
                + " --matrix and --coverage.");
      }
    }
    matrix = matrix.isEmpty() ? matrix : KernelNames.split(matrix);
    if (matrix.stream().anyMatch(String::isBlank)) {
      throw new UsageException("--matrix has an empty kernel name; it wants K1,K2,...");
    }
  }

  private static void atLeastOne(String option, Optional<Integer> number) {
    if (number.isPresent() && number.get() < 1) {
      throw new UsageException(option + " is " + number.get() + "; it wants 1 or more");
    }
  }

  boolean isRepeated() {
    return repeat.isPresent() || untilFail;
  }

  /** Number of scenarios that run at once. */
  int jobs(boolean keep) {
    // Whoever looks into the guests of one has the terminal for himself.
    return jobs.orElseGet(() -> keep ? 1 : Jobs.ofThisMachine());
  }

  Seed seed() {
    return new Seed(seed.orElseGet(() -> new SecureRandom().nextLong(0, 1L << 32)));
  }

  /**
   * Plan of the run: scenarios, how often and where.
   *
   * @throws UsageException for a host that a scenario does not have
   */
  RunPlan plan(List<Scenario> scenarios) {
    OptionalInt rounds =
        repeat.isPresent()
            ? OptionalInt.of(repeat.get())
            : untilFail ? OptionalInt.empty() : OptionalInt.of(1);
    RunPlan plan =
        new RunPlan(
            scenarios,
            matrix,
            isRepeated() || failNth.isPresent(),
            failNth.isPresent() ? OptionalInt.empty() : rounds,
            untilFail,
            seed(),
            failNth.map(FailNthRange::parse));
    plan.check();
    return plan;
  }
}
