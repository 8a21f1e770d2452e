// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import dev.subflow.mptcp.SubflowSeries;
import java.time.Duration;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Assertions on how one subflow fared over time. */
public final class SubflowSeriesAssert extends ModelAssert<SubflowSeriesAssert, SubflowSeries> {
  SubflowSeriesAssert(@Nullable SubflowSeries actual) {
    super(actual, SubflowSeriesAssert.class);
  }

  @Override
  String title() {
    return "samples of " + model().connection();
  }

  @Override
  String raw() {
    return model().points().stream()
        .map(
            p ->
                p.began().toMillis()
                    + " ms: acknowledged "
                    + p.acknowledged()
                    + ", received "
                    + p.received())
        .collect(Collectors.joining("\n"));
  }

  /** The peer acknowledged at least so many bytes between two points in time. */
  public SubflowSeriesAssert grewByAtLeast(long bytes, Duration from, Duration to) {
    long growth = growth(from, to);
    if (growth < bytes) {
      throw failure(
          "expected at least " + bytes + " bytes acknowledged " + span(from, to) + but(growth));
    }
    return this;
  }

  /** The peer acknowledged nothing between two points in time. */
  public SubflowSeriesAssert stoodStill(Duration from, Duration to) {
    long growth = growth(from, to);
    if (growth != 0) {
      throw failure("expected nothing to be acknowledged " + span(from, to) + but(growth));
    }
    return this;
  }

  private long growth(Duration from, Duration to) {
    SubflowSeries part = model().between(from, to);
    return part.acknowledged()
        .orElseThrow(
            () ->
                failure(
                    "expected at least two samples "
                        + span(from, to)
                        + " but there are "
                        + part.points().size()));
  }

  private static String span(Duration from, Duration to) {
    return "from " + from.toMillis() + " ms to " + to.toMillis() + " ms";
  }

  private static String but(long growth) {
    return " but there were " + growth;
  }
}
