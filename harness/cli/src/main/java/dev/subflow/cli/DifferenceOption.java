// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.failure.UsageException;
import dev.subflow.speed.SpeedRules;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How large a difference of a measured quantity has to be. */
final class DifferenceOption {
  @Option(
      names = "--by",
      paramLabel = "PERCENT",
      description =
          "Show or exclude a difference of that much of the base's median (default: 10%%)."
              + " Differences below a floor are none: 0.2 s of a stall, 0.02 frame bytes per byte,"
              + " 5 points sent again, 10 points on the worse path.")
  private Optional<String> by = Optional.empty();

  boolean isGiven() {
    return by.isPresent();
  }

  /**
   * Rules for such a difference.
   *
   * @throws UsageException for what is no percentage, and for what {@link SpeedRules} refuses
   */
  SpeedRules rules(double alpha, int runs) {
    return new SpeedRules(
        by.map(DifferenceOption::parse).orElse(SpeedRules.DEFAULT_BY), alpha, runs);
  }

  private static double parse(String text) {
    String number = text.strip().replaceFirst("\\s*%$", "");
    if (!number.matches("\\d{1,4}(\\.\\d{1,4})?")) {
      throw new UsageException(
          "--by is \"" + text + "\"; it wants a percentage between 0 and 100, such as 10%");
    }
    return Double.parseDouble(number) / 100;
  }
}
