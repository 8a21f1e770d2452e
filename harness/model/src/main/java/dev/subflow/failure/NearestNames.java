// SPDX-License-Identifier: Apache-2.0
package dev.subflow.failure;

import java.util.Comparator;
import java.util.List;

/** Names that somebody may have meant. */
public final class NearestNames {
  private NearestNames() {}

  /** The nearest of the known names, the nearest one first. */
  public static List<String> of(String name, List<String> known, int count) {
    return known.stream()
        .sorted(Comparator.comparingInt(candidate -> distance(candidate, name)))
        .limit(count)
        .toList();
  }

  /** Levenshtein's: how many letters to insert, remove or replace. */
  public static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
