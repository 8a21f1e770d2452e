// SPDX-License-Identifier: Apache-2.0
package dev.subflow.ktap;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads one output line by line; used once. */
final class KtapParser {
  private static final int MAX_OTHER = 10_000;

  /** A longer line is no result: what is cut off may be a directive. */
  private static final int MAX_LINE = 16 << 10;

  private static final int MAX_DEPTH = 16;
  private static final int MAX_POINTS = 1_000_000;
  // [   12.345678] or [   12.345678][  T123], of dmesg -r with <6> before it
  private static final Pattern TIME_STAMP =
      Pattern.compile("^(?:<\\d{1,3}>)?\\[ *\\d+\\.\\d+\\](?:\\[ *[TC]\\d+\\])? ");
  private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*[A-Za-z]");

  private final Deque<Block> open = new ArrayDeque<>();
  private final Block top = new Block(Nesting.TOP);
  private final List<String> other = new ArrayList<>();
  private Optional<String> bailedOut = Optional.empty();
  private int points;

  KtapParser() {
    open.push(top);
  }

  KtapReport parse(String output) {
    int at = 0;
    for (int end = output.indexOf('\n'); end >= 0; end = output.indexOf('\n', at)) {
      line(output.substring(at, Math.min(end, at + MAX_LINE)), end <= at + MAX_LINE);
      at = end + 1;
    }
    String rest = output.substring(at, Math.min(output.length(), at + MAX_LINE)).strip();
    if (KtapLine.of(rest) instanceof KtapLine.BailOut bailOut) {
      bailedOut = Optional.of(bailOut.reason());
    }
    closeDownTo(1);
    List<String> problems = new ArrayList<>(top.problems());
    if (!rest.isEmpty()) {
      problems.add(
          "its last line has no end, and is not taken for a result: " + Block.quoted(rest));
    }
    return new KtapReport(top.version, top.planned, top.points, problems, bailedOut, other);
  }

  private void line(String raw, boolean whole) {
    String line = raw.endsWith("\r") ? raw.substring(0, raw.length() - 1) : raw;
    if (line.indexOf('\u001b') >= 0) {
      line = COLOUR.matcher(line).replaceAll("");
    }
    line = TIME_STAMP.matcher(line).replaceFirst("");
    int hashes = hashesOf(line);
    KtapLine parsed = KtapLine.of(Nesting.strip(line, hashes));
    boolean counts = parsed instanceof KtapLine.Result || parsed instanceof KtapLine.Plan;
    if (counts && !whole) {
      top.problem("a result is longer than " + MAX_LINE + " characters, and not taken for one");
      return;
    }
    take(parsed, Nesting.at(line, hashes), raw);
  }

  /**
   * Number of the line's hashes that are nesting, and not comments: those of a block that is open,
   * or one more where a version or a plan opens it.
   */
  private int hashesOf(String line) {
    int most = Nesting.of(line).hashes();
    int known = Math.min(most, current().nesting.hashes());
    for (int hashes = most; hashes > known; hashes--) {
      KtapLine opening = KtapLine.of(Nesting.strip(line, hashes));
      if (hashes == known + 1
          && (opening instanceof KtapLine.Version || opening instanceof KtapLine.Plan)) {
        return hashes;
      }
    }
    return known;
  }

  private void take(KtapLine line, Nesting nesting, String raw) {
    if (line instanceof KtapLine.Version version) {
      Block block = at(nesting, true);
      if (block.version.isPresent() || !block.points.isEmpty()) {
        block.problem("a second output begins in it: " + version.text());
      } else {
        block.version = Optional.of(version.text());
      }
    } else if (line instanceof KtapLine.Plan plan) {
      at(nesting, true).plan(plan);
    } else if (line instanceof KtapLine.Result result) {
      if (points++ < MAX_POINTS) {
        result(result, nesting);
      } else if (points == MAX_POINTS + 1) {
        top.problem("it has more than " + MAX_POINTS + " results, of which the rest is not read");
      }
    } else if (line instanceof KtapLine.BailOut bailOut) {
      bailedOut = Optional.of(bailOut.reason());
    } else if (line instanceof KtapLine.Comment comment) {
      comment(comment, nesting);
    } else if (other.size() < MAX_OTHER) {
      other.add(raw);
    }
  }

  private void comment(KtapLine.Comment comment, Nesting nesting) {
    // KUnit names a block in a comment before its plan; the name comes again in its result.
    if (comment.text().startsWith("Subtest:") && nesting.indent() > 0) {
      at(nesting, true);
      return;
    }
    at(nesting, false).comment(comment.text());
  }

  private void result(KtapLine.Result result, Nesting nesting) {
    if (nesting.isDeeperThan(current().nesting)) {
      at(nesting, true).result(result, Optional.empty());
      return;
    }
    Optional<Block> subtests = Optional.empty();
    while (open.size() > 1 && current().nesting.isDeeperThan(nesting)) {
      Block ended = open.pop();
      subtests.ifPresent(ended::adopt);
      subtests = Optional.of(ended);
    }
    current().result(result, subtests);
  }

  /** The block of that nesting; blocks deeper than it have ended. */
  private Block at(Nesting nesting, boolean opens) {
    if (opens && nesting.isDeeperThan(current().nesting) && open.size() < MAX_DEPTH) {
      open.push(new Block(nesting));
    } else if (opens) {
      int deeper = (int) open.stream().filter(b -> b.nesting.isDeeperThan(nesting)).count();
      closeDownTo(open.size() - deeper);
    }
    return current();
  }

  private void closeDownTo(int depth) {
    while (open.size() > Math.max(1, depth)) {
      Block ended = open.pop();
      current().adopt(ended);
    }
  }

  private Block current() {
    return open.element();
  }
}
