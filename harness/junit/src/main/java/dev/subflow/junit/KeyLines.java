// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.guest.CommandResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps, for each guest, what {@code ss} last said about established MPTCP sockets. Thread-safe.
 */
final class KeyLines {
  private static final int LINES = 6;
  private static final int LENGTH = 240;

  private final Map<String, List<String>> byGuest = new LinkedHashMap<>();

  synchronized void take(CommandResult result) {
    List<String> argv = result.argv();
    if (!argv.get(0).equals("ss")
        || argv.stream().noneMatch(a -> a.startsWith("-") && a.contains("M"))) {
      return;
    }
    List<String> lines =
        result
            .stdout()
            .lines()
            .filter(l -> !l.isBlank())
            .map(KeyLines::bounded)
            .limit(LINES)
            .toList();
    if (lines.stream().anyMatch(l -> l.startsWith("ESTAB"))) {
      List<String> kept = new ArrayList<>();
      kept.add(result.guest() + "$ " + String.join(" ", argv));
      kept.addAll(lines);
      byGuest.put(result.guest(), kept);
    }
  }

  private static String bounded(String line) {
    String one = line.strip().replaceAll("\\s+", " ");
    return one.length() > LENGTH ? one.substring(0, LENGTH) + "..." : one;
  }

  synchronized List<String> lines() {
    return byGuest.values().stream().flatMap(List::stream).toList();
  }
}
