// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import dev.subflow.patch.UnifiedDiff.FileDiff;
import dev.subflow.patch.UnifiedDiff.Hunk;
import dev.subflow.patch.UnifiedDiff.Kind;
import dev.subflow.patch.UnifiedDiff.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one text; a hunk is as long as it says, so that its lines may look like headers. */
final class UnifiedDiffReader {
  // diff --git a/net/mptcp/pm.c b/net/mptcp/pm.c
  private static final Pattern GIT = Pattern.compile("diff --git a/\\S+ b/\\S+");
  // --- a/net/mptcp/pm.c      +++ b/net/mptcp/pm.c      +++ linux/net/mptcp/pm.c 2026-01-01 10:00
  // The first folder is no part of the path; there is none in: +++ /dev/null
  private static final Pattern FILE = Pattern.compile("(---|\\+\\+\\+) [^/\\t]+/([^\\t]+).*");
  // @@ -12,7 +12,9 @@ static bool mptcp_pm_allows_new_subflow(struct mptcp_sock *msk)
  private static final Pattern HUNK =
      Pattern.compile("@@ -(\\d{1,9})(?:,(\\d{1,9}))? \\+\\d+(?:,(\\d{1,9}))? @@ ?(.*)");

  private final List<FileDiff> files = new ArrayList<>();
  private final List<Hunk> hunks = new ArrayList<>();
  private final List<Line> lines = new ArrayList<>();
  private Optional<Matcher> open = Optional.empty();
  private String path = "";
  private int linesBefore;
  private int linesAfter;

  UnifiedDiff read(String text) {
    text.lines().forEach(this::line);
    endFile("");
    return new UnifiedDiff(files);
  }

  private void line(String line) {
    if (open.isPresent() && isPartOfHunk(line)) {
      return;
    }
    endHunk();
    Matcher hunk = HUNK.matcher(line);
    Matcher file = FILE.matcher(line);
    if (hunk.matches()) {
      open = Optional.of(hunk);
      linesBefore = count(hunk.group(2));
      linesAfter = count(hunk.group(3));
    } else if (file.matches()) {
      named(file.group(1), file.group(2).strip());
    } else if (GIT.matcher(line).matches()) {
      endFile("");
    }
  }

  private static int count(@Nullable String number) {
    return number == null ? 1 : Integer.parseInt(number);
  }

  /** The name before comes first; the name after is the one that counts, where there is one. */
  private void named(String mark, String name) {
    if (mark.equals("---") || !hunks.isEmpty()) {
      endFile(name);
    } else {
      path = name;
    }
  }

  private boolean isPartOfHunk(String line) {
    // "\ No newline at end of file" is no line, and may come after the last one.
    if (line.startsWith("\\")) {
      return true;
    }
    if (linesBefore <= 0 && linesAfter <= 0) {
      return false;
    }
    // Mail programs cut the space of an empty line.
    char mark = line.isEmpty() ? ' ' : line.charAt(0);
    String text = line.isEmpty() ? "" : line.substring(1);
    switch (mark) {
      case ' ' -> add(Kind.KEPT, text, 1, 1);
      case '-' -> add(Kind.REMOVED, text, 1, 0);
      case '+' -> add(Kind.ADDED, text, 0, 1);
      default -> {
        return false;
      }
    }
    return true;
  }

  private void add(Kind kind, String text, int before, int after) {
    lines.add(new Line(kind, text));
    linesBefore -= before;
    linesAfter -= after;
  }

  private void endHunk() {
    open.ifPresent(
        header ->
            hunks.add(
                new Hunk(
                    header.group(), Integer.parseInt(header.group(1)), header.group(4), lines)));
    open = Optional.empty();
    lines.clear();
  }

  private void endFile(String next) {
    endHunk();
    if (!hunks.isEmpty()) {
      files.add(new FileDiff(path, hunks));
    }
    hunks.clear();
    path = next;
  }
}
