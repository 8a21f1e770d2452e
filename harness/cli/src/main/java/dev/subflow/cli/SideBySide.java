// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.DeltaType;
import dev.subflow.observe.Observation;
import dev.subflow.observe.ObservationJson;
import dev.subflow.regress.Build;
import dev.subflow.regress.RegressReport;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.Sanitizer;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Shows what hosts said on two kernels, in two columns. */
final class SideBySide {
  private static final int WIDTH = 58;

  private SideBySide() {}

  /** Prints the first and the last kernel's observations of each test whose name has the words. */
  static void print(PrintStream out, RunDirectory run, RegressReport report, String test) {
    List<String> kernels = report.builds().stream().map(Build::variant).toList();
    Path base = run.path().resolve(kernels.get(0));
    Path changed = run.path().resolve(kernels.get(kernels.size() - 1));
    boolean any = false;
    for (String folder : folders(base, test)) {
      Optional<Observation> one = read(base.resolve(folder));
      Optional<Observation> other = read(changed.resolve(folder));
      if (one.isPresent() && other.isPresent()) {
        any = true;
        out.println("\n" + Sanitizer.line(folder));
        lines(one.get(), other.get()).forEach(line -> out.println(Sanitizer.line(line)));
      }
    }
    if (!any) {
      out.println("\nno observations of " + Sanitizer.line(test) + " on both kernels to explain");
    }
  }

  private static List<String> folders(Path run, String test) {
    if (!Files.isDirectory(run)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(run)) {
      return folders
          .map(f -> String.valueOf(f.getFileName()))
          .filter(name -> name.contains(test))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + run + ": " + e.getMessage(), e);
    }
  }

  private static Optional<Observation> read(Path folder) {
    try {
      return ObservationJson.parse(Files.readString(folder.resolve(Observation.FILE)));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Parts of the wires and of events; a mark where they are not the same. */
  static List<String> lines(Observation base, Observation changed) {
    List<String> lines = new ArrayList<>();
    Set<String> paths = new LinkedHashSet<>(base.parts().keySet());
    paths.addAll(changed.parts().keySet());
    for (String path : paths) {
      if (path.startsWith("wire/") || path.startsWith("events/")) {
        lines.add("  " + path);
        lines.addAll(rows(base.part(path), changed.part(path), path.endsWith("/after")));
      }
    }
    return lines;
  }

  /**
   * Lines that both have stand beside each other, however many are missing before them.
   *
   * @param varies whether the difference means nothing
   */
  private static List<String> rows(List<String> base, List<String> changed, boolean varies) {
    List<String> rows = new ArrayList<>();
    for (AbstractDelta<String> delta : DiffUtils.diff(base, changed, true).getDeltas()) {
      List<String> left = delta.getSource().getLines();
      List<String> right = delta.getTarget().getLines();
      String mark = delta.getType() == DeltaType.EQUAL || varies ? "  " : "! ";
      for (int i = 0; i < Math.max(left.size(), right.size()); i++) {
        String one = i < left.size() ? left.get(i) : "";
        String other = i < right.size() ? right.get(i) : "";
        rows.add("  " + mark + column(one) + " | " + other);
      }
    }
    return rows;
  }

  private static String column(String text) {
    String cut = text.length() > WIDTH ? text.substring(0, WIDTH - 3) + "..." : text;
    return cut + " ".repeat(WIDTH - cut.length());
  }
}
