// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.regress.Build;
import dev.subflow.regress.Builds;
import dev.subflow.regress.Comparison;
import dev.subflow.regress.Differs;
import dev.subflow.regress.SameCode;
import dev.subflow.regress.Variant;
import dev.subflow.report.RunDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Another look at compared kernels: at other builds of them, or in guests of another kind.
 *
 * <p>Its tests have a few words behind their names, such as {@code X.y on 2 processors}; its
 * results and evidence are in a folder of that name, such as {@code on-2-processors}.
 *
 * @param words behind the names of tests
 * @param builds the kernels, the base first; those with the code of the one before are left out
 * @param areNew whether they were built for this, so that it counts whether they build
 * @param comparison how they are compared
 */
public record Look(String words, List<Build> builds, boolean areNew, KernelComparison comparison) {
  public Look {
    Objects.requireNonNull(words, "words");
    builds = List.copyOf(builds);
    Objects.requireNonNull(comparison, "comparison");
  }

  /** Look at builds with a fragment of their own, by splats: tests are too slow for verdicts. */
  public static Look with(String fragment, List<Build> builds, KernelComparison like) {
    return new Look("with " + fragment, builds, true, like.bySplats());
  }

  /**
   * Compares the kernels.
   *
   * @param directory of the comparison that this belongs to
   */
  public KernelComparison.Outcome in(RunDirectory directory) {
    List<Comparison> found = new ArrayList<>();
    List<Differs> differs = new ArrayList<>();
    Optional<RuntimeException> brokenOff = Optional.empty();
    List<Build> some = builds;
    if (areNew) {
      found.addAll(Builds.compare(builds));
      SameCode same = SameCode.among(builds);
      found.addAll(same.comparisons());
      some = same.others();
    }
    List<Variant> kernels = some.stream().flatMap(b -> b.built().stream()).toList();
    if (kernels.size() > 1) {
      comparison.view().say(words + ":");
      RunDirectory own = RunDirectory.at(directory.path().resolve(folder()));
      KernelComparison.Outcome outcome = comparison.compare(kernels, own);
      found.addAll(outcome.comparisons());
      differs.addAll(outcome.differs());
      brokenOff = outcome.brokenOff();
    }
    return new KernelComparison.Outcome(
        found.stream().map(this::named).toList(),
        differs.stream().map(this::named).toList(),
        brokenOff);
  }

  private String folder() {
    return words.replaceAll("[^A-Za-z0-9.]+", "-");
  }

  private String named(String test) {
    return test + " " + words;
  }

  private Comparison named(Comparison c) {
    return new Comparison(
        named(c.test()),
        c.change(),
        c.from(),
        c.to(),
        c.base(),
        c.patched(),
        c.chance(),
        c.why(),
        c.message(),
        c.evidence().map(e -> folder() + "/" + e));
  }

  private Differs named(Differs d) {
    return new Differs(
        d.words(),
        d.from(),
        d.to(),
        d.where(),
        d.base(),
        d.changed(),
        d.chance(),
        d.tests().stream().map(this::named).toList(),
        d.with().stream().map(this::named).toList());
  }
}
