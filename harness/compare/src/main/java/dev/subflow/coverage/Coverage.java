// SPDX-License-Identifier: Apache-2.0
package dev.subflow.coverage;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Counts of lines and functions that ran.
 *
 * @param files by their path in the kernel tree
 */
public record Coverage(SortedMap<String, SourceFile> files) {
  public Coverage {
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /** Nothing at all. */
  public static Coverage none() {
    return new Coverage(new TreeMap<>());
  }

  /**
   * One file.
   *
   * @param lines how often each line that has code ran, by its number
   * @param functions by name
   */
  public record SourceFile(SortedMap<Integer, Long> lines, SortedMap<String, Function> functions) {
    public SourceFile {
      lines = Collections.unmodifiableSortedMap(new TreeMap<>(lines));
      functions = Collections.unmodifiableSortedMap(new TreeMap<>(functions));
    }

    /** Number of its lines that ran. */
    public long linesReached() {
      return lines.values().stream().filter(count -> count > 0).count();
    }

    /** Number of its functions that ran. */
    public long functionsReached() {
      return functions.values().stream().filter(f -> f.count() > 0).count();
    }

    SourceFile plus(SourceFile other) {
      TreeMap<Integer, Long> allLines = new TreeMap<>(lines);
      other.lines.forEach((line, count) -> allLines.merge(line, count, Long::sum));
      TreeMap<String, Function> allFunctions = new TreeMap<>(functions);
      other.functions.forEach(
          (name, f) ->
              allFunctions.merge(name, f, (a, b) -> new Function(a.line(), a.count() + b.count())));
      return new SourceFile(allLines, allFunctions);
    }
  }

  /** One function: the line it begins in, and how often it ran. */
  public record Function(int line, long count) {}

  /** Both together. */
  public Coverage plus(Coverage other) {
    TreeMap<String, SourceFile> all = new TreeMap<>(files);
    other.files.forEach((path, file) -> all.merge(path, file, SourceFile::plus));
    return new Coverage(all);
  }

  /** Names of the functions that ran. */
  public Set<String> functionsReached() {
    Set<String> reached = new TreeSet<>();
    for (SourceFile file : files.values()) {
      for (Map.Entry<String, Function> f : file.functions().entrySet()) {
        if (f.getValue().count() > 0) {
          reached.add(f.getKey());
        }
      }
    }
    return reached;
  }

  /** Number of lines that ran, and of all lines. */
  public Share lines() {
    return new Share(
        files.values().stream().mapToLong(SourceFile::linesReached).sum(),
        files.values().stream().mapToLong(f -> f.lines().size()).sum());
  }

  /** Number of functions that ran, and of all functions. */
  public Share functions() {
    return new Share(
        files.values().stream().mapToLong(SourceFile::functionsReached).sum(),
        files.values().stream().mapToLong(f -> f.functions().size()).sum());
  }

  /** So many of so many. */
  public record Share(long reached, long all) {
    @Override
    public String toString() {
      return all == 0
          ? "-"
          : reached + "/" + all + " (" + Math.round(100.0 * reached / all) + " %)";
    }
  }
}
