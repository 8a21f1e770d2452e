// SPDX-License-Identifier: Apache-2.0
package dev.subflow.timeline;

import dev.subflow.topology.Topology;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/**
 * Everything that happened in one test.
 *
 * @param test its id
 * @param zero the beginning, which all times are told from
 * @param topology hosts and wires
 * @param moments in the order of time
 * @param left number of moments that were too many
 */
public record Timeline(
    String test, Instant zero, Topology topology, List<Moment> moments, int left) {
  /** Name of its file in the evidence. */
  public static final String FILE = "timeline.jsonl";

  /** The most moments that one keeps. */
  public static final int MAX_MOMENTS = 4_000;

  /** The most characters of all details together; the latest lose theirs. */
  public static final int MAX_DETAILS = 1_000_000;

  public Timeline {
    Objects.requireNonNull(test, "test");
    Objects.requireNonNull(zero, "zero");
    Objects.requireNonNull(topology, "topology");
    moments = List.copyOf(moments);
  }

  /**
   * Puts moments in their order. Where there are too many, segments and repeated payload go first,
   * the latest of them, as a failure is rarely explained by the thousandth of its kind.
   */
  public static Timeline of(String test, Instant zero, Topology topology, List<Moment> moments) {
    List<Moment> kept = new ArrayList<>();
    List<Moment> frames = new ArrayList<>();
    for (Moment moment : moments) {
      (moment.kind() == Kind.SEGMENT || moment.kind() == Kind.AGAIN ? frames : kept).add(moment);
    }
    frames.sort(Comparator.comparing(Moment::at));
    kept.sort(Comparator.comparing(Moment::at));
    List<Moment> all = new ArrayList<>(kept.subList(0, Math.min(kept.size(), MAX_MOMENTS)));
    all.addAll(frames.subList(0, Math.min(frames.size(), MAX_MOMENTS - all.size())));
    all.sort(Comparator.comparing(Moment::at));
    return new Timeline(test, zero, topology, bounded(all), moments.size() - all.size());
  }

  private static List<Moment> bounded(List<Moment> moments) {
    List<Moment> bounded = new ArrayList<>();
    long all = 0;
    for (Moment moment : moments) {
      all += moment.detail().length();
      bounded.add(all <= MAX_DETAILS ? moment : moment.withoutDetail());
    }
    return bounded;
  }
}
