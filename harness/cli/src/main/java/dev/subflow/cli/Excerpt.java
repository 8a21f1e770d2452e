// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.report.Sanitizer;
import java.util.List;
import java.util.stream.Collectors;

/** The first lines of a message that may hold a kernel's whole trace, harmless for a terminal. */
final class Excerpt {
  private static final int LINES = 25;

  private Excerpt() {}

  static String of(String message) {
    List<String> lines = Sanitizer.text(message).lines().toList();
    String head = lines.stream().limit(LINES).collect(Collectors.joining("\n"));
    return lines.size() <= LINES
        ? head
        : head + "\n[... " + (lines.size() - LINES) + " more lines]";
  }
}
