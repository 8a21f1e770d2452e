// SPDX-License-Identifier: Apache-2.0
package dev.subflow.failure;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds splats in the lines of a console. Only what carries printk's time stamp counts, so that
 * what a program prints on the console is not taken for the kernel's word, unless it writes such a
 * stamp itself: a splat with the stamp of one that came before, as {@code dmesg} and upstream's
 * image print it again, is none. Thread-safe.
 */
public final class SplatWatch {
  private static final int LINES_KEPT = 120;
  private static final int SPLATS_KEPT = 50;
  private static final int LINE_LENGTH = 1000;
  private static final int SEEN_KEPT = 1000;

  /** Lines of the kernel on one line that are looked at, the first apart. */
  private static final int GLUED = 3;

  /** Time within which a report that the kernel repeats is the same one, in seconds. */
  private static final double REPEATED_WITHIN = 30;

  // Before its clock runs, the kernel stamps everything so.
  private static final String NO_TIME = "0.000000";

  private final List<Open> splats = new ArrayList<>();

  /** When each headline came, by its kind and stamp, or by its words if it is repeated. */
  private final Map<String, Double> seen = new HashMap<>();

  private boolean grows;

  /** A splat that may still grow, for as long as lines follow. */
  private record Open(Splat.Kind kind, String headline, List<String> lines) {
    Splat close() {
      return new Splat(kind, headline, lines);
    }
  }

  /** The splats in what a console showed. */
  public static List<Splat> of(String console) {
    SplatWatch watch = new SplatWatch();
    console.lines().forEach(watch::line);
    return watch.splats();
  }

  /** The kind of splat that a console line starts, if it starts one. */
  public static Optional<Splat.Kind> kindOf(String consoleLine) {
    return headline(consoleLine).flatMap(said -> Headlines.kindOf(said.text()));
  }

  /** Text that the kernel wrote, without its time stamp; empty where a line is not the kernel's. */
  public static Optional<String> printk(String consoleLine) {
    return ConsoleLine.of(consoleLine).map(ConsoleLine::text);
  }

  /**
   * Text that a program wrote: before the kernel's, where both are on one line, or a whole line;
   * empty where a line is the kernel's.
   */
  public static String program(String consoleLine) {
    return ConsoleLine.of(consoleLine).map(ConsoleLine::before).orElse(consoleLine);
  }

  /**
   * Takes the next line of the console.
   *
   * @return the kind of the splat that starts here
   */
  public synchronized Optional<Splat.Kind> line(String consoleLine) {
    String bounded =
        consoleLine.length() > LINE_LENGTH ? consoleLine.substring(0, LINE_LENGTH) : consoleLine;
    Optional<ConsoleLine> line = headline(bounded);
    Optional<Splat.Kind> kind = line.flatMap(said -> Headlines.kindOf(said.text()));
    if (kind.isPresent()) {
      boolean known = isKnown(kind.get(), line.orElseThrow());
      grows = !known && splats.size() < SPLATS_KEPT;
      if (grows) {
        splats.add(new Open(kind.get(), line.orElseThrow().text(), new ArrayList<>()));
      }
      if (known) {
        return Optional.empty();
      }
    }
    if (grows) {
      List<String> lines = splats.get(splats.size() - 1).lines();
      if (lines.size() < LINES_KEPT) {
        lines.add(bounded);
      }
    }
    return kind;
  }

  /** What may be a headline: the first line of the kernel on it that is one, or else the last. */
  private static Optional<ConsoleLine> headline(String consoleLine) {
    Optional<ConsoleLine> line = ConsoleLine.of(consoleLine);
    for (int i = 0; i < GLUED && line.filter(SplatWatch::isNoHeadline).isPresent(); i++) {
      Optional<ConsoleLine> next = line.get().next();
      line = next.isPresent() ? next : line;
    }
    return line;
  }

  private static boolean isNoHeadline(ConsoleLine line) {
    return Headlines.kindOf(line.text()).isEmpty();
  }

  private boolean isKnown(Splat.Kind kind, ConsoleLine line) {
    boolean repeated = Headlines.isRepeated(line.text());
    String key = repeated ? line.text().replaceAll("\\d+$", "") : kind + " " + line.stamp();
    if (seen.size() >= SEEN_KEPT && !seen.containsKey(key)) {
      return false;
    }
    Double before = seen.put(key, line.seconds());
    if (before == null || line.stamp().equals(NO_TIME)) {
      return false;
    }
    return !repeated || Math.abs(line.seconds() - before) <= REPEATED_WITHIN;
  }

  /** All splats so far, in order. */
  public synchronized List<Splat> splats() {
    return splats.stream().map(Open::close).toList();
  }
}
