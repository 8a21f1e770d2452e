// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a script says for people while it runs: a numbered title for each subtest, and its checks.
 *
 * @param sections subtests in the order in which they began
 */
record ScriptLog(List<Section> sections) {
  // 004 single subflow          01 no msk on netns creation                     [ OK ]
  private static final Pattern TITLE = Pattern.compile("^(\\d{2,4}) (\\S.*?)\\s*(\\[.*)?$");
  // [ OK ]   [FAIL] got 1   [SKIP]   [IGNO] (flaky)
  private static final Pattern MARK = Pattern.compile("\\[\\s*(OK|FAIL|SKIP|IGNO)\\s*\\]");
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]");
  private static final int MAX_LINES = 200;

  ScriptLog {
    sections = List.copyOf(sections);
  }

  /**
   * One subtest.
   *
   * @param number as printed
   * @param title its name
   * @param lines everything said in it, the first {@value ScriptLog#MAX_LINES} lines
   * @param outcome what its marks make of it; empty where it has none
   */
  record Section(int number, String title, List<String> lines, Optional<SubtestOutcome> outcome) {
    Section {
      lines = List.copyOf(lines);
    }
  }

  /** Reads what was printed so far; the block of results at the end is not part of it. */
  static ScriptLog parse(String output) {
    List<Section> sections = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    Optional<Matcher> open = Optional.empty();
    for (String raw : output.split("\n", -1)) {
      String line = COLOUR.matcher(raw).replaceAll("").stripTrailing();
      if (line.startsWith("TAP version ")) {
        break;
      }
      Matcher title = TITLE.matcher(line);
      if (title.matches()) {
        open.ifPresent(o -> sections.add(section(o, lines)));
        lines.clear();
        open = Optional.of(title);
      }
      if (!line.isBlank() && lines.size() < MAX_LINES) {
        lines.add(line);
      }
    }
    open.ifPresent(o -> sections.add(section(o, lines)));
    return new ScriptLog(sections);
  }

  private static Section section(Matcher title, List<String> lines) {
    return new Section(
        Integer.parseInt(title.group(1)), title.group(2).strip(), lines, outcome(lines));
  }

  private static Optional<SubtestOutcome> outcome(List<String> lines) {
    Optional<SubtestOutcome> worst = Optional.empty();
    for (String line : lines) {
      Matcher mark = MARK.matcher(line);
      while (mark.find()) {
        SubtestOutcome one =
            switch (mark.group(1)) {
              case "OK" -> SubtestOutcome.PASS;
              case "FAIL" -> SubtestOutcome.FAIL;
              case "IGNO" -> SubtestOutcome.IGNORED;
              default -> SubtestOutcome.SKIP;
            };
        worst = worst.filter(w -> weight(w) >= weight(one)).or(() -> Optional.of(one));
      }
    }
    return worst;
  }

  private static int weight(SubtestOutcome outcome) {
    return switch (outcome) {
      case FAIL -> 3;
      case IGNORED -> 2;
      case PASS -> 1;
      default -> 0;
    };
  }
}
