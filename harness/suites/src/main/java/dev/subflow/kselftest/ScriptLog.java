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
  // [ OK ]   [FAIL] got 1   [SKIP]   [IGNO] (flaky)   [XFAIL]
  private static final Pattern MARK = Pattern.compile("\\[\\s*+(OK|FAIL|SKIP|IGNO|XFAIL)\\s*+\\]");
  // [ OK ]   [FAIL]   [XFAIL] after a blank
  private static final Pattern ENDED = Pattern.compile("\\s\\[[ A-Z]{4,5}\\]");
  // [FAIL] Tests with ns1-eSwrLr as a sender have failed: said of a group, after its last subtest
  private static final Pattern OF_A_GROUP = Pattern.compile("^\\[FAIL\\] Tests .* have failed$");
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]");
  private static final int MAX_LINES = 200;
  private static final int LONGEST_LINE = 2000;
  private static final int LONGEST_TITLE = 250;

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
    return parse(Printed.all(output));
  }

  /** As above; what is left out may hold the failure of the subtest that it cuts, or its end. */
  static ScriptLog parse(Printed printed) {
    Reader reader = new Reader();
    reader.lines(printed.head());
    if (printed.isCut()) {
      reader.gap();
      reader.lines(printed.tail());
    }
    reader.end();
    return new ScriptLog(reader.sections);
  }

  private static final class Reader {
    private final List<Section> sections = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private Optional<String> open = Optional.empty();
    private Optional<Outcome> worst = Optional.empty();
    private boolean inBlock;

    void lines(String text) {
      int at = 0;
      while (at < text.length() && !inBlock) {
        int end = text.indexOf('\n', at);
        int stop = end < 0 ? text.length() : end;
        line(text.substring(at, stop));
        at = stop + 1;
      }
    }

    private void line(String raw) {
      String line = COLOUR.matcher(raw).replaceAll("").stripTrailing();
      if (beginsBlock(line)) {
        inBlock = true;
        return;
      }
      Optional<String> title = title(line);
      if (title.isPresent()) {
        end();
        open = title;
      }
      if (!line.isBlank() && lines.size() < MAX_LINES) {
        lines.add(line.substring(0, Math.min(line.length(), LONGEST_LINE)));
      }
      worst = worse(worst, line);
      Optional<String> test = open.isEmpty() ? test(line) : Optional.empty();
      if (test.isPresent()) {
        add(test.get(), true);
      }
    }

    private void add(String title, boolean over) {
      sections.add(new Section(title, lines, worst, over));
      lines.clear();
      worst = Optional.empty();
    }

    void end() {
      open.ifPresent(title -> add(title, false));
      open = Optional.empty();
      lines.clear();
      worst = Optional.empty();
    }

    /** Lines are left out here, perhaps those that tell of a failure. */
    void gap() {
      worst = worst.filter(outcome -> outcome == Outcome.FAIL);
      end();
    }
  }

  static boolean beginsBlock(String line) {
    return line.startsWith("TAP version ") || line.startsWith("KTAP version ");
  }

  /**
   * The title that a line begins a subtest with: {@code 004 single subflow}, or with a check behind
   * it {@code 01 no msk on netns creation [ OK ]}.
   */
  static Optional<String> title(String line) {
    int digits = 0;
    while (digits < Math.min(line.length(), 5) && isDigit(line.charAt(digits))) {
      digits++;
    }
    int begin = digits;
    while (begin < line.length() && line.charAt(begin) == ' ') {
      begin++;
    }
    if (digits < 2 || digits > 4 || begin == digits || begin == line.length()) {
      return Optional.empty();
    }
    int mark = line.indexOf('[', begin + 1);
    String title = line.substring(begin, mark < 0 ? line.length() : mark).strip();
    return title.isEmpty() ? Optional.empty() : Optional.of(shortened(withoutDuration(title)));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Without {@code (duration 89ms)} at its end. */
  private static String withoutDuration(String title) {
    int duration = title.endsWith("ms)") ? title.lastIndexOf("(duration") : -1;
    return duration > 0 ? title.substring(0, duration).strip() : title;
  }

  /** The name in {@code TEST: ping [ OK ]}. */
  private static Optional<String> test(String line) {
    String begin = "TEST: ";
    if (line.startsWith(begin)) {
      Matcher mark = ENDED.matcher(line);
      String name = mark.find() ? line.substring(begin.length(), mark.start()).strip() : "";
      return name.isEmpty() ? Optional.empty() : Optional.of(shortened(name));
    }
    return Optional.empty();
  }

  /** A title or a name, or the begin of a long one. */
  static String shortened(String title) {
    return title.length() <= LONGEST_TITLE ? title : title.substring(0, LONGEST_TITLE) + "...";
  }

  /** Whether a line says that a check failed. */
  static boolean tellsOfFailure(String line) {
    return line.contains("[FAIL]");
  }

  /** The worse of that and what the marks of a line say. */
  private static Optional<Outcome> worse(Optional<Outcome> before, String line) {
    if (OF_A_GROUP.matcher(line).matches()) {
      return before;
    }
    Optional<Outcome> worst = before;
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
