// SPDX-License-Identifier: Apache-2.0
package dev.subflow.coverage;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the functions whose lines a unified diff takes away or adds. */
final class DiffReader {
  // --- a/net/mptcp/pm.c      +++ b/net/mptcp/pm.c      but not: +++ /dev/null
  private static final Pattern FILE = Pattern.compile("(?:---|\\+\\+\\+) [^/\\t]+/([^\\t]+).*");
  // @@ -12,7 +12,9 @@ static bool mptcp_pm_allows_new_subflow(struct mptcp_sock *msk)
  private static final Pattern HUNK =
      Pattern.compile("@@ -\\d+(?:,(\\d+))? \\+\\d+(?:,(\\d+))? @@ ?(.*)");

  private final Predicate<String> hasFunctions;
  private final Set<String> touched = new TreeSet<>();
  private final Set<String> begun = new TreeSet<>();
  private final Set<String> gone = new TreeSet<>();
  private final Set<String> elsewhere = new TreeSet<>();
  private final List<FunctionScan.Line> before = new ArrayList<>();
  private final List<FunctionScan.Line> after = new ArrayList<>();
  private String file = "";
  private String heading = "";
  private int linesBefore;
  private int linesAfter;

  /**
   * Begins with nothing read.
   *
   * @param hasFunctions whether functions of a file, by its path in the tree, are wanted
   */
  DiffReader(Predicate<String> hasFunctions) {
    this.hasFunctions = hasFunctions;
  }

  /** Takes the next line. */
  void line(String line) {
    if (linesBefore > 0 || linesAfter > 0) {
      hunkLine(line);
      if (linesBefore <= 0 && linesAfter <= 0) {
        endHunk();
      }
      return;
    }
    Matcher hunk = HUNK.matcher(line);
    Matcher name = FILE.matcher(line);
    if (hunk.matches()) {
      linesBefore = count(hunk.group(1));
      linesAfter = count(hunk.group(2));
      heading = hunk.group(3);
    } else if (name.matches()) {
      file = name.group(1).strip();
    }
  }

  private static int count(@Nullable String number) {
    return number == null ? 1 : Integer.parseInt(number);
  }

  private void hunkLine(String line) {
    // Mail programs cut the space of an empty line.
    char mark = line.isEmpty() ? ' ' : line.charAt(0);
    String text = line.isEmpty() ? "" : line.substring(1);
    if (mark == '+' || mark == ' ') {
      after.add(new FunctionScan.Line(text, mark == '+'));
      linesAfter--;
    }
    if (mark == '-' || mark == ' ') {
      before.add(new FunctionScan.Line(text, mark == '-'));
      linesBefore--;
    }
  }

  private void endHunk() {
    if (hasFunctions.test(file)) {
      FunctionScan old = FunctionScan.of(heading, before);
      FunctionScan fresh = FunctionScan.of(heading, after);
      touched.addAll(old.touched());
      touched.addAll(fresh.touched());
      gone.addAll(old.begun());
      begun.addAll(fresh.begun());
      if (old.outside() || fresh.outside()) {
        elsewhere.add(file);
      }
    } else {
      elsewhere.add(file);
    }
    before.clear();
    after.clear();
  }

  /** Functions with lines that went or came. */
  Set<String> touched() {
    return touched;
  }

  /** Functions whose first line came. */
  Set<String> begun() {
    return begun;
  }

  /** Functions whose first line went. */
  Set<String> gone() {
    return gone;
  }

  /** Files with other lines that went or came. */
  Set<String> elsewhere() {
    return elsewhere;
  }
}
