// SPDX-License-Identifier: Apache-2.0
package dev.subflow.speed;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * All that came of measuring two kernels.
 *
 * @param by how much is a difference
 * @param alpha the chance of even one SLOWER or FASTER where the kernels do not differ
 * @param changes each quantity of each transfer, the worst first
 * @param unmeasured what could not be compared, a line each
 */
public record SpeedReport(
    double by, double alpha, List<SpeedChange> changes, List<String> unmeasured) {
  private static final Comparator<SpeedChange> WORST_FIRST =
      Comparator.comparingInt((SpeedChange c) -> rank(c.pace()))
          .thenComparing(Comparator.comparingDouble(SpeedChange::badness).reversed());

  public SpeedReport {
    changes = changes.stream().sorted(WORST_FIRST).toList();
    unmeasured = List.copyOf(unmeasured);
  }

  private static int rank(Pace pace) {
    return switch (pace) {
      case SLOWER -> 0;
      case UNDECIDED -> 1;
      case FASTER -> 2;
      case UNCHANGED -> 3;
    };
  }

  /** Number of quantities of each verdict; verdicts without one are left out. */
  @JsonProperty
  public Map<Pace, Long> counts() {
    Map<Pace, Long> counts = new EnumMap<>(Pace.class);
    changes.forEach(c -> counts.merge(c.pace(), 1L, Long::sum));
    return counts;
  }

  /** Exit code of the command line: 1 for anything SLOWER, else 3 where something is not known. */
  @JsonProperty
  public int exitCode() {
    if (counts().containsKey(Pace.SLOWER)) {
      return Pace.SLOWER.exitCode();
    }
    boolean isKnown = unmeasured.isEmpty() && !counts().containsKey(Pace.UNDECIDED);
    return isKnown && !changes.isEmpty() ? 0 : Pace.UNDECIDED.exitCode();
  }

  /** Such as {@code 1 SLOWER, 23 UNCHANGED}. */
  public String headline() {
    List<String> parts = new ArrayList<>();
    counts().forEach((pace, number) -> parts.add(number + " " + pace));
    if (!unmeasured.isEmpty()) {
      parts.add(unmeasured.size() + " not measured");
    }
    return parts.isEmpty() ? "nothing was measured" : String.join(", ", parts);
  }
}
