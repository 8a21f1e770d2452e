// SPDX-License-Identifier: Apache-2.0
package dev.subflow.patch;

import java.util.List;
import java.util.Optional;

/**
 * A unified diff, as {@code git apply} takes it: of one patch, with or without a mail around it, or
 * of many.
 *
 * @param files in their order; one that only gets another name or mode is left out
 */
public record UnifiedDiff(List<FileDiff> files) {
  public UnifiedDiff {
    files = List.copyOf(files);
  }

  /** Reads a text; what is no part of a diff is passed over. */
  public static UnifiedDiff parse(String text) {
    return new UnifiedDiffReader().read(text);
  }

  /**
   * Changes of one file.
   *
   * @param path in the tree, once it is applied; for a file that goes, the path that it had
   */
  public record FileDiff(String path, List<Hunk> hunks) {
    public FileDiff {
      hunks = List.copyOf(hunks);
    }

    /** The hunk that begins at a line of the file before. */
    public Optional<Hunk> hunkAt(int line) {
      return hunks.stream().filter(hunk -> hunk.firstLine() == line).findFirst();
    }
  }

  /**
   * Lines that follow each other.
   *
   * @param header its first line: {@code @@ -12,7 +12,9 @@ static bool f(struct sock *sk)}
   * @param firstLine number of the first one in the file before
   * @param heading the function that the header names, which may be cut; empty if none
   */
  public record Hunk(String header, int firstLine, String heading, List<Line> lines) {
    public Hunk {
      lines = List.copyOf(lines);
    }

    /** The lines as they were. */
    public List<Line> before() {
      return lines.stream().filter(line -> line.kind() != Kind.ADDED).toList();
    }

    /** The lines as they become. */
    public List<Line> after() {
      return lines.stream().filter(line -> line.kind() != Kind.REMOVED).toList();
    }
  }

  /** One line, without its mark. */
  public record Line(Kind kind, String text) {
    @Override
    public String toString() {
      return kind.mark + text;
    }
  }

  /** Kinds of lines. */
  public enum Kind {
    KEPT(' '),
    REMOVED('-'),
    ADDED('+');

    private final char mark;

    Kind(char mark) {
      this.mark = mark;
    }
  }
}
