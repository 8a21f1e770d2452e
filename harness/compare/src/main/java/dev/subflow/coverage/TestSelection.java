// SPDX-License-Identifier: Apache-2.0
package dev.subflow.coverage;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The tests that a patch concerns.
 *
 * @param by what is gone by
 * @param touched what it touches
 * @param tests those to run, in the order in which they were offered; all of them where something
 *     outside of functions is changed, or a function that none is known to reach
 * @param offered how many there were to pick from
 * @param reaching how many of them are known to reach a function that the patch changes
 * @param unknown how many of them were never run with coverage; they are among those to run
 * @param unreached functions that the patch changes and none of the tests is known to reach
 */
public record TestSelection(
    By by,
    TouchedFunctions touched,
    List<String> tests,
    int offered,
    int reaching,
    int unknown,
    SortedSet<String> unreached) {
  private static final int SHOWN = 12;

  /** How it is known which functions a patch changes. */
  public enum By {
    /** Its hunks name them. */
    PATCH,
    /** Their code differs between the kernels that were built. */
    CODE
  }

  public TestSelection {
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(touched, "touched");
    tests = List.copyOf(tests);
    unreached = Collections.unmodifiableSortedSet(new TreeSet<>(unreached));
  }

  /** Picks from the tests by what they reached when their coverage was taken. */
  public static TestSelection of(TouchedFunctions touched, CoverageMap map, List<String> offered) {
    return of(By.PATCH, touched, map, offered);
  }

  /** Likewise, where the touched functions are those with other code. */
  public static TestSelection ofCode(
      TouchedFunctions touched, CoverageMap map, List<String> offered) {
    return of(By.CODE, touched, map, offered);
  }

  private static TestSelection of(
      By by, TouchedFunctions touched, CoverageMap map, List<String> offered) {
    List<String> tests = new ArrayList<>();
    SortedSet<String> unreached = new TreeSet<>(touched.changed());
    int reaching = 0;
    int unknown = 0;
    for (String test : offered) {
      Optional<Set<String>> reached = map.functionsOf(test);
      if (reached.isEmpty()) {
        unknown++;
        tests.add(test);
      } else if (!Collections.disjoint(reached.get(), touched.changed())) {
        reaching++;
        tests.add(test);
        unreached.removeAll(reached.get());
      }
    }
    TestSelection picked =
        new TestSelection(by, touched, tests, offered.size(), reaching, unknown, unreached);
    return picked.isSound()
        ? picked
        : new TestSelection(by, touched, offered, offered.size(), reaching, unknown, unreached);
  }

  /** Whether all that the patch changes is known to be reached by some test. */
  @JsonIgnore
  public boolean isSound() {
    return reaching > 0 && unreached.isEmpty() && touched.elsewhere().isEmpty();
  }

  /** Tests that were picked and why, a line each; for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    SortedSet<String> changed = touched.changed();
    lines.add(changedLine(changed));
    if (!isSound() && tests.size() == offered) {
      lines.add("all " + offered + " tests run: " + whyAll());
    } else {
      lines.add(
          tests.size()
              + " of "
              + offered
              + " tests run: "
              + reaching
              + (reaching == 1 ? " reaches" : " reach")
              + " that"
              + (unknown == 0 ? "" : ", " + unknown + " were never run with --coverage"));
    }
    if (!unreached.isEmpty()) {
      lines.add("reached by no test, as far as is known: " + names(unreached));
    }
    if (!touched.added().isEmpty()) {
      lines.add("new, so it is not known what reaches it: " + names(touched.added()));
    }
    return lines;
  }

  private String changedLine(SortedSet<String> changed) {
    if (by == By.CODE) {
      return changed.isEmpty()
          ? "no function that was there before has other code"
          : "functions with other code: " + names(changed);
    }
    return changed.isEmpty()
        ? "no function of net/mptcp that was there before is changed"
        : "changed of net/mptcp: " + names(changed);
  }

  private String whyAll() {
    if (!touched.elsewhere().isEmpty() && by == By.CODE) {
      return "it can't be told what depends on data that changed: " + names(touched.elsewhere());
    }
    if (!touched.elsewhere().isEmpty()) {
      return "it can't be told what depends on changes outside the functions of net/mptcp, in "
          + names(touched.elsewhere());
    }
    if (touched.changed().isEmpty()) {
      return "nothing to select by";
    }
    return reaching == 0
        ? "none is known to reach any of that"
        : "it is not known what depends on functions that none of them reaches";
  }

  private static String names(Collection<String> names) {
    String some = String.join(", ", names.stream().limit(SHOWN).toList());
    return names.size() > SHOWN ? some + " and " + (names.size() - SHOWN) + " more" : some;
  }
}
