// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import java.util.ArrayList;
import java.util.List;

/**
 * Names of selftests in one text, separated by semicolons or line ends.
 *
 * <p>Names of subtests have commas, as {@code mptcp_join:single address, backup} does, those of
 * scripts have none: so a comma separates too, but for those behind a colon.
 */
final class SelftestNames {
  private SelftestNames() {}

  /** The names, in their order. */
  static List<String> parse(String text) {
    List<String> names = new ArrayList<>();
    for (String entry : text.split("[;\n]", -1)) {
      int colon = entry.indexOf(':');
      // Without a colon there is no subtest, and all are scripts.
      int subtest = colon < 0 ? entry.length() : entry.lastIndexOf(',', colon) + 1;
      for (String script : entry.substring(0, subtest).split(",", -1)) {
        names.add(script.strip());
      }
      names.add(entry.substring(subtest).strip());
    }
    names.removeIf(String::isEmpty);
    return List.copyOf(names);
  }
}
