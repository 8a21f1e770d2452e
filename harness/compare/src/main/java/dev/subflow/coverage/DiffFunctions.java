// SPDX-License-Identifier: Apache-2.0
package dev.subflow.coverage;

import dev.subflow.patch.UnifiedDiff;
import dev.subflow.patch.UnifiedDiff.FileDiff;
import dev.subflow.patch.UnifiedDiff.Hunk;
import dev.subflow.patch.UnifiedDiff.Kind;
import dev.subflow.patch.UnifiedDiff.Line;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The functions whose lines a unified diff takes away or adds.
 *
 * @param touched functions with lines that went or came
 * @param begun functions whose first line came
 * @param gone functions whose first line went
 * @param elsewhere files with other lines that went or came
 */
record DiffFunctions(
    Set<String> touched, Set<String> begun, Set<String> gone, Set<String> elsewhere) {
  /**
   * Reads a diff.
   *
   * @param hasFunctions whether functions of a file, by its path in the tree, are wanted
   */
  static DiffFunctions of(String diff, Predicate<String> hasFunctions) {
    DiffFunctions all =
        new DiffFunctions(new TreeSet<>(), new TreeSet<>(), new TreeSet<>(), new TreeSet<>());
    for (FileDiff file : UnifiedDiff.parse(diff).files()) {
      if (hasFunctions.test(file.path())) {
        file.hunks().forEach(hunk -> all.add(file.path(), hunk));
      } else {
        all.elsewhere.add(file.path());
      }
    }
    return all;
  }

  private void add(String file, Hunk hunk) {
    FunctionScan old = scan(hunk, hunk.before());
    FunctionScan fresh = scan(hunk, hunk.after());
    touched.addAll(old.touched());
    touched.addAll(fresh.touched());
    gone.addAll(old.begun());
    begun.addAll(fresh.begun());
    if (old.outside() || fresh.outside()) {
      elsewhere.add(file);
    }
  }

  private static FunctionScan scan(Hunk hunk, List<Line> lines) {
    return FunctionScan.of(
        hunk.heading(),
        lines.stream()
            .map(line -> new FunctionScan.Line(line.text(), line.kind() != Kind.KEPT))
            .toList());
  }
}
