// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import dev.subflow.artifact.kernel.ChangedSymbols;
import dev.subflow.coverage.CoverageMap;
import dev.subflow.coverage.TestSelection;
import dev.subflow.coverage.TouchedFunctions;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The tests that a patch concerns, once its kernel is built: by the functions whose code differs,
 * which a change of a macro, an inline function or a structure has as well.
 *
 * @param selection what was picked
 * @param note why the patch has to do, where it has; for people
 */
public record CodeSelection(TestSelection selection, Optional<String> note) {
  public CodeSelection {
    Objects.requireNonNull(selection, "selection");
    Objects.requireNonNull(note, "note");
  }

  /**
   * Picks tests by the code of builds, or leaves the choice by the patch as it is: where that is
   * certain and has fewer tests, as for a function that is inlined into many, and where nothing is
   * known of the code.
   *
   * @param byPatch what was picked from the same tests before anything was built
   * @param builds in order, the base first; those that failed are passed over
   */
  public static CodeSelection of(
      TestSelection byPatch, List<Build> builds, CoverageMap map, List<String> offered) {
    List<Path> kernels = builds.stream().flatMap(b -> b.kernel().stream()).map(Path::of).toList();
    SortedSet<String> functions = new TreeSet<>();
    SortedSet<String> added = new TreeSet<>();
    SortedSet<String> data = new TreeSet<>();
    for (int i = 1; i < kernels.size(); i++) {
      Optional<ChangedSymbols> changed = ChangedSymbols.between(kernels.get(i - 1), kernels.get(i));
      if (changed.isEmpty()) {
        return new CodeSelection(
            byPatch,
            Optional.of("picked by the patch alone: the kernels have no symbols to compare"));
      }
      functions.addAll(changed.get().functions());
      added.addAll(changed.get().added());
      data.addAll(changed.get().data());
    }
    if (functions.isEmpty() && data.isEmpty()) {
      return new CodeSelection(
          byPatch,
          kernels.size() < 2
              ? Optional.empty()
              : Optional.of("picked by the patch alone: no function has other code"));
    }
    added.removeAll(functions);
    TestSelection byCode =
        TestSelection.ofCode(new TouchedFunctions(functions, added, data), map, offered);
    boolean patchIsBetter =
        byPatch.isSound() && (!byCode.isSound() || byPatch.tests().size() < byCode.tests().size());
    return new CodeSelection(patchIsBetter ? byPatch : byCode, Optional.empty());
  }
}
