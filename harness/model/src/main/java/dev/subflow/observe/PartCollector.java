// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the parts of an observation. What a guest says is without bounds; what is kept of it is
 * not, and each cut leaves a line.
 */
final class PartCollector {
  /** Characters of all parts, which make less than 200 kB of JSON. */
  private static final int TOTAL = 150_000;

  private static final int LINES = 200;
  private static final int LENGTH = 200;
  private static final int OVERHEAD = 10;
  private static final String CUT = "cut";

  private final Map<String, List<String>> parts = new LinkedHashMap<>();
  private int room = TOTAL;

  void put(String path, String line) {
    put(path, List.of(line));
  }

  /** Adds a part; one without lines is left out. */
  void put(String path, List<String> lines) {
    if (lines.isEmpty() || parts.containsKey(CUT)) {
      return;
    }
    List<String> kept = new ArrayList<>();
    lines.stream().limit(LINES).forEach(line -> kept.add(line(line)));
    if (lines.size() > LINES) {
      kept.add("[cut: " + LINES + " lines are kept of each part]");
    }
    String name = line(path);
    int size = name.length() + kept.stream().mapToInt(l -> l.length() + OVERHEAD).sum();
    if (size > room) {
      parts.put(CUT, List.of("what follows " + name + " is left out: " + TOTAL + " characters"));
      return;
    }
    room -= size;
    parts.put(name, kept);
  }

  private static String line(String text) {
    StringBuilder clean = new StringBuilder();
    text.codePoints().limit(LENGTH).forEach(c -> clean.appendCodePoint(isPlain(c) ? c : '?'));
    return text.length() > LENGTH ? clean + "[cut]" : clean.toString();
  }

  /** Whatever else there is takes six bytes in JSON. */
  private static boolean isPlain(int codePoint) {
    return codePoint >= ' ' && codePoint < 0x7f;
  }

  Observation build() {
    return new Observation(parts);
  }
}
