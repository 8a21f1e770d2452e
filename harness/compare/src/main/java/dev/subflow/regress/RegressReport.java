// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.subflow.coverage.TestSelection;
import dev.subflow.speed.SpeedReport;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All that came of a comparison.
 *
 * @param builds the kernels, the base first
 * @param comparisons of each kernel with the one before it, of pairings with the first, test by
 *     test
 * @param differs what behaves differently, verdicts aside; what always comes together is one
 * @param speed how fast data moves on the last kernel, measured against the base; absent where that
 *     was not asked for
 * @param newWarnings of the compiler, those that the kernel before did not have, by kernel
 * @param selection how its tests were picked; absent where that was not by what a patch touches
 * @param alpha the chance allowed of calling a regression what is none, for each test
 * @param took all of it, builds included
 * @param reproduce the command line
 */
public record RegressReport(
    List<Build> builds,
    List<Comparison> comparisons,
    List<Differs> differs,
    Optional<SpeedReport> speed,
    Map<String, List<String>> newWarnings,
    Optional<TestSelection> selection,
    double alpha,
    Duration took,
    String reproduce) {
  public RegressReport {
    builds = List.copyOf(builds);
    comparisons = List.copyOf(comparisons);
    differs = List.copyOf(differs);
    Objects.requireNonNull(speed, "speed");
    newWarnings = Map.copyOf(newWarnings);
    Objects.requireNonNull(selection, "selection");
    Objects.requireNonNull(took, "took");
    Objects.requireNonNull(reproduce, "reproduce");
  }

  /** A comparison of verdicts alone. */
  public RegressReport(
      List<Build> builds,
      List<Comparison> comparisons,
      Map<String, List<String>> newWarnings,
      Optional<TestSelection> selection,
      double alpha,
      Duration took,
      String reproduce) {
    this(builds, comparisons, List.of(), newWarnings, selection, alpha, took, reproduce);
  }

  /** A comparison of verdicts and behaviour, without speed. */
  public RegressReport(
      List<Build> builds,
      List<Comparison> comparisons,
      List<Differs> differs,
      Map<String, List<String>> newWarnings,
      Optional<TestSelection> selection,
      double alpha,
      Duration took,
      String reproduce) {
    this(
        builds,
        comparisons,
        differs,
        Optional.empty(),
        newWarnings,
        selection,
        alpha,
        took,
        reproduce);
  }

  /** Number of tests of each change; changes without one are left out. */
  @JsonProperty
  public Map<Change, Long> counts() {
    Map<Change, Long> counts = new EnumMap<>(Change.class);
    comparisons.forEach(c -> counts.merge(c.change(), 1L, Long::sum));
    return counts;
  }

  /**
   * Exit code of the command line: 1 for a regression, a new test that fails or a kernel that is
   * slower, else 3 where something is not known.
   */
  @JsonProperty
  public int exitCode() {
    int ofSpeed = speed.map(SpeedReport::exitCode).orElse(0);
    if (ofSpeed == 1 || comparisons.stream().anyMatch(Comparison::isBad)) {
      return 1;
    }
    int ofTests = comparisons.stream().mapToInt(Comparison::exitCode).max().orElse(0);
    return Math.max(ofSpeed, ofTests);
  }

  /** Exit code where behaviour that differs is a failure too. */
  public int exitCode(boolean strict) {
    return strict && !differs.isEmpty() ? 1 : exitCode();
  }

  /**
   * The kernels that may have made a difference: all after the first of the two, up to the second.
   * Those in between do not build or boot, so they could not be told apart.
   */
  public List<Build> suspects(Comparison comparison) {
    List<String> names = builds.stream().map(Build::variant).toList();
    int from = names.indexOf(comparison.from());
    int to = names.indexOf(comparison.to());
    return to < 0 ? List.of() : builds.subList(Math.min(from + 1, to), to + 1);
  }

  /** Whether the kernels are pairings of two, client x server. */
  @JsonIgnore
  public boolean isPaired() {
    return builds.stream().anyMatch(b -> !b.hosts().isEmpty());
  }

  /**
   * What a difference comes with, such as {@code by patch-2 or patch-3} or {@code with 7.3 on the
   * server}; empty where only two kernels were compared.
   */
  public String by(Comparison comparison) {
    if (isPaired()) {
      return Pairs.side(
          List.of(comparison.to()), builds.get(builds.size() - 1).built().orElseThrow());
    }
    String names =
        suspects(comparison).stream().map(Build::variant).collect(Collectors.joining(" or "));
    return builds.size() > 2 ? "by " + names : "";
  }

  /** The kernels or pairings that show a difference; empty where only two kernels were compared. */
  public String by(Differs difference) {
    if (!difference.where().isEmpty()) {
      return difference.where();
    }
    return builds.size() > 2 ? "by " + String.join(", ", difference.to()) : "";
  }

  /** Such as {@code 1 regressed, 11 unchanged}. */
  public String headline() {
    StringBuilder text = new StringBuilder();
    Map<Change, Long> counts = counts();
    for (Change change :
        List.of(
            Change.CRASHED,
            Change.REGRESSED,
            Change.INCONCLUSIVE,
            Change.GONE,
            Change.CHANGED,
            Change.FLAKY,
            Change.NEW,
            Change.FIXED,
            Change.UNCHANGED)) {
      if (counts.containsKey(change)) {
        text.append(text.isEmpty() ? "" : ", ").append(counts.get(change) + " " + change);
      }
    }
    String verdicts = text.isEmpty() ? "no test ran" : text.toString();
    return verdicts
        + (differs.isEmpty() ? "" : ", " + differs.size() + " DIFFERS")
        + speed.map(s -> "; speed: " + s.headline()).orElse("");
  }
}
