// SPDX-License-Identifier: Apache-2.0
package dev.subflow.coverage;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Functions of net/mptcp that patches touch, by name: names outlive the shifts of lines between the
 * tree that coverage was taken of and the one that is patched.
 *
 * @param changed functions that were there before
 * @param added functions that the patches bring
 * @param elsewhere files with changes outside of functions, and files outside of net/mptcp
 */
public record TouchedFunctions(
    SortedSet<String> changed, SortedSet<String> added, SortedSet<String> elsewhere) {
  private static final String COVERED = "net/mptcp/";

  /** Folders and files that no kernel is made of. */
  private static final List<String> NO_KERNEL =
      List.of("Documentation/", "tools/", "samples/", "MAINTAINERS", "CREDITS");

  public TouchedFunctions {
    changed = Collections.unmodifiableSortedSet(new TreeSet<>(changed));
    added = Collections.unmodifiableSortedSet(new TreeSet<>(added));
    elsewhere = Collections.unmodifiableSortedSet(new TreeSet<>(elsewhere));
  }

  /**
   * Reads unified diffs, as {@code git apply} takes them, each on top of the one before.
   *
   * <p>Lines belong to the function that their hunk names or shows the beginning of. A hunk that
   * begins behind the end of a function names it all the same: then it is one too many.
   */
  public static TouchedFunctions of(List<String> diffs) {
    Set<String> changed = new TreeSet<>();
    Set<String> added = new TreeSet<>();
    Set<String> elsewhere = new TreeSet<>();
    for (String diff : diffs) {
      DiffFunctions functions = DiffFunctions.of(diff, TouchedFunctions::hasFunctions);
      Set<String> begun = new TreeSet<>(functions.begun());
      begun.removeAll(functions.gone());
      Set<String> touched = new TreeSet<>(functions.touched());
      touched.removeAll(begun);
      // One that an earlier patch of the series brought is still new to the record.
      touched.removeAll(added);
      changed.addAll(touched);
      added.addAll(begun);
      elsewhere.addAll(functions.elsewhere());
    }
    // Moved from one file to another.
    added.removeAll(changed);
    return new TouchedFunctions(new TreeSet<>(changed), new TreeSet<>(added), ofKernel(elsewhere));
  }

  /** The same, with files that differ too; those of net/mptcp are known from its diff. */
  public TouchedFunctions withFiles(Collection<String> files) {
    SortedSet<String> all = ofKernel(files);
    all.removeIf(file -> file.startsWith(COVERED));
    all.addAll(elsewhere);
    return new TouchedFunctions(changed, added, all);
  }

  private static SortedSet<String> ofKernel(Collection<String> files) {
    SortedSet<String> some = new TreeSet<>(files);
    some.removeIf(file -> NO_KERNEL.stream().anyMatch(file::startsWith));
    return some;
  }

  private static boolean hasFunctions(String file) {
    return file.startsWith(COVERED) && (file.endsWith(".c") || file.endsWith(".h"));
  }
}
