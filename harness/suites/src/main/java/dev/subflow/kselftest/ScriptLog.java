// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.ktap.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text of a script for people while it runs: a numbered title for each subtest and its checks, or a
 * line for each test.
 *
 * @param sections subtests in the order in which they began
 */
record ScriptLog(List<Section> sections) {
  // 004 single subflow          01 no msk on netns creation                     [ OK ]
  private static final Pattern TITLE = Pattern.compile("^(\\d{2,4}) +(\\S.*?)\\s*(\\[.*)?$");
  // (duration    89ms) at the end of a title
  private static final Pattern DURATION = Pattern.compile("\\s*\\(duration\\s+\\d+ms\\)$");
  // TEST: ping                                                          [ OK ]
  private static final Pattern TEST = Pattern.compile("^TEST: (\\S.*?)\\s+\\[[ A-Z]{4,5}\\].*$");
  // [ OK ]   [FAIL] got 1   [SKIP]   [IGNO] (flaky)   [XFAIL]
  private static final Pattern MARK = Pattern.compile("\\[\\s*(OK|FAIL|SKIP|IGNO|XFAIL)\\s*\\]");
  // [FAIL] Tests with ns1-eSwrLr as a sender have failed: said of a group, after its last subtest
  private static final Pattern OF_A_GROUP = Pattern.compile("^\\[FAIL\\] Tests .* have failed$");
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]");
  private static final int MAX_LINES = 200;

  ScriptLog {
    sections = List.copyOf(sections);
  }

  /**
   * One subtest.
   *
   * @param title what it is called here; its name may be longer
   * @param lines everything said in it, the first {@value ScriptLog#MAX_LINES} lines
   * @param outcome what its marks make of it; empty where it has none
   * @param over whether it has ended: it is a line that tells the result
   */
  record Section(String title, List<String> lines, Optional<Outcome> outcome, boolean over) {
    Section {
      lines = List.copyOf(lines);
    }
  }

  /** Reads what was printed so far; the block of results at the end is not part of it. */
  static ScriptLog parse(String output) {
    List<Section> sections = new ArrayList<>();
    List<String> lines = new ArrayList<>();
    Optional<String> open = Optional.empty();
    for (String raw : output.split("\n", -1)) {
      String line = COLOUR.matcher(raw).replaceAll("").stripTrailing();
      if (line.startsWith("TAP version ")) {
        break;
      }
      Optional<String> title = title(line);
      if (title.isPresent()) {
        open.ifPresent(o -> sections.add(section(o, lines, false)));
        lines.clear();
        open = title;
      }
      if (!line.isBlank() && lines.size() < MAX_LINES) {
        lines.add(line);
      }
      Matcher test = TEST.matcher(line);
      if (open.isEmpty() && test.matches()) {
        sections.add(section(test.group(1), lines, true));
        lines.clear();
      }
    }
    open.ifPresent(o -> sections.add(section(o, lines, false)));
    return new ScriptLog(sections);
  }

  /** The title that a line begins a subtest with. */
  static Optional<String> title(String line) {
    Matcher title = TITLE.matcher(line);
    return title.matches()
        ? Optional.of(DURATION.matcher(title.group(2)).replaceFirst("").strip())
        : Optional.empty();
  }

  /** Whether a line says that a check failed. */
  static boolean tellsOfFailure(String line) {
    return line.contains("[FAIL]");
  }

  private static Section section(String title, List<String> lines, boolean over) {
    return new Section(title, lines, outcome(lines), over);
  }

  private static Optional<Outcome> outcome(List<String> lines) {
    Optional<Outcome> worst = Optional.empty();
    for (String line : lines) {
      if (OF_A_GROUP.matcher(line).matches()) {
        continue;
      }
      Matcher mark = MARK.matcher(line);
      while (mark.find()) {
        Outcome one =
            switch (mark.group(1)) {
              case "OK", "XFAIL" -> Outcome.PASS;
              case "FAIL" -> Outcome.FAIL;
              case "IGNO" -> Outcome.IGNORED;
              default -> Outcome.SKIP;
            };
        worst = worst.filter(w -> weight(w) >= weight(one)).or(() -> Optional.of(one));
      }
    }
    return worst;
  }

  private static int weight(Outcome outcome) {
    return switch (outcome) {
      case FAIL -> 3;
      case IGNORED -> 2;
      case PASS -> 1;
      default -> 0;
    };
  }
}
