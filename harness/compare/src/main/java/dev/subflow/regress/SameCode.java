// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import dev.subflow.artifact.kernel.KernelCode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Builds whose code is that of the build before them, as after a patch of comments: no test can
 * tell them apart, so none has to run.
 *
 * @param others the builds that have code of their own, the base first
 * @param comparisons one for each of the rest
 */
public record SameCode(List<Build> others, List<Comparison> comparisons) {
  /** Name of such a comparison among tests. */
  public static final String TEST = "code";

  public SameCode {
    others = List.copyOf(others);
    comparisons = List.copyOf(comparisons);
  }

  /** Compares each build with the last before it that succeeded. */
  public static SameCode among(List<Build> builds) {
    List<Build> others = new ArrayList<>();
    List<Comparison> comparisons = new ArrayList<>();
    Optional<Build> before = Optional.empty();
    Optional<String> code = Optional.empty();
    for (Build build : builds) {
      Optional<String> own = build.kernel().map(Path::of).flatMap(KernelCode::digest);
      if (before.isPresent() && own.isPresent() && own.equals(code)) {
        comparisons.add(same(before.get(), build));
      } else {
        others.add(build);
      }
      if (build.kernel().isPresent()) {
        before = Optional.of(build);
        code = own;
      }
    }
    return new SameCode(others, comparisons);
  }

  private static Comparison same(Build before, Build build) {
    Comparison.Counts counts = Comparison.Counts.once(true, "the same");
    return new Comparison(
        TEST,
        Change.UNCHANGED,
        before.variant(),
        build.variant(),
        counts,
        counts,
        OptionalDouble.empty(),
        "vmlinux and its modules have the same code and data, so no test was run",
        Optional.empty(),
        Optional.empty());
  }
}
