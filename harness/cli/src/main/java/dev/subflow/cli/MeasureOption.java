// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.failure.UsageException;
import dev.subflow.run.Scenario;
import dev.subflow.run.SpeedMeasuring;
import dev.subflow.run.TestChoice;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether {@code regress} measures its kernels as well. */
final class MeasureOption {
  @Option(
      names = "--measure",
      description =
          "Then measure transfers on the base and on the last kernel, as subflow measure does:"
              + " those scenarios that --tests names and that measure any, else its own choice. SLOWER counts"
              + " as a regression.")
  private boolean measure;

  @Mixin private final DifferenceOption difference = new DifferenceOption();

  /**
   * What is measured by; none where that was not asked for.
   *
   * @param choice tests of the comparison
   * @param words what {@code --tests} was given
   * @throws UsageException where options make no sense together
   */
  Optional<SpeedMeasuring> measuring(
      ComparisonOptions options, TestChoice choice, List<String> words, boolean pairs) {
    if (!measure) {
      if (difference.isGiven()) {
        throw new UsageException("--by says how much slower is too slow; it wants --measure");
      }
      return Optional.empty();
    }
    if (pairs) {
      throw new UsageException(
          "--measure compares kernels that both hosts have; leave out --pairs, or --measure");
    }
    List<Scenario> own =
        words.isEmpty() || words.contains(TestChoice.ALL)
            ? List.of()
            : choice.scenarios().stream().filter(Scenario::measures).toList();
    List<Scenario> scenarios =
        own.isEmpty() ? SpeedMeasuring.pick(List.of(), options.packageName()) : own;
    SpeedMeasuring measuring = options.measuring(Home.find(), scenarios, difference);
    measuring.rules().check(scenarios.size());
    return Optional.of(measuring);
  }
}
