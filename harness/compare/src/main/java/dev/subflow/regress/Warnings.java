// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import java.util.ArrayList;
import java.util.List;

/** Compares what compilers warn of. */
final class Warnings {
  private Warnings() {}

  /**
   * Warnings of the second build that the first did not have; a moved line is not a new warning.
   */
  static List<String> added(List<String> before, List<String> after) {
    List<String> known = new ArrayList<>(before.stream().map(Warnings::withoutPlace).toList());
    return after.stream().filter(w -> !known.remove(withoutPlace(w))).toList();
  }

  /** net/mptcp/pm.c:12:3: warning: x → net/mptcp/pm.c: warning: x. */
  private static String withoutPlace(String warning) {
    return warning.replaceAll("(?m)^([^\\s:]+)(:\\d+){1,2}:", "$1:");
  }
}
