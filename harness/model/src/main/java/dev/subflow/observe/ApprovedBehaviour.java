// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Behaviour of a test that somebody approved, on kernels of one line: the parts that were the same
 * in all of many runs, and of those only what MPTCP decides. Times, bytes, TCP's own troubles and
 * messages are not among them. Counters that stay at zero are listed by name. Immutable.
 *
 * @param parts lines by path, as in an observation
 */
public record ApprovedBehaviour(Observation parts) {
  /** Of the resources of tests: what was approved, a folder for each line of kernels. */
  public static final String FOLDER = "approved";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.\\[\\]-]{0,199}");
  private static final String COUNTERS = "counters/";
  private static final String ZERO = "zero/";
  private static final List<String> NOTHING = List.of("0");

  /** Parts that are worth it; what a slow machine changes is not. */
  private static final Pattern WORTH =
      Pattern.compile(
          "counters/[^/]*/MPTcpExt.*|wire/c\\d+/[^/]*/[^/]*/options|wire/c\\d+/subflows"
              + "|wire/tcp|wire/joins.*|events/.*|left/.*|sockets/.*");

  /** Marks of an observation that lacks something, which is told in other ways. */
  private static final Pattern INCOMPLETE = Pattern.compile("missing/.*|wire/incomplete|cut");

  public ApprovedBehaviour {
    Objects.requireNonNull(parts, "parts");
  }

  /** What was the same in all of these runs; nothing where there is none. */
  public static ApprovedBehaviour of(List<Observation> runs) {
    Map<String, List<String>> stable = new LinkedHashMap<>();
    Map<String, List<String>> zero = new LinkedHashMap<>();
    for (String path : runs.isEmpty() ? Set.<String>of() : runs.get(0).parts().keySet()) {
      if (!WORTH.matcher(path).matches() || TimingParts.has(path)) {
        continue;
      }
      List<String> lines = runs.get(0).part(path);
      if (runs.stream().anyMatch(run -> !run.part(path).equals(lines))) {
        continue;
      }
      if (path.startsWith(COUNTERS) && lines.equals(NOTHING)) {
        String[] words = path.split("/", -1);
        zero.computeIfAbsent(ZERO + words[1], z -> new ArrayList<>()).add(words[2]);
      } else {
        stable.put(path, lines);
      }
    }
    stable.putAll(zero);
    return new ApprovedBehaviour(new Observation(stable));
  }

  /**
   * Where it lies below the resources of tests, such as {@code
   * approved/7.3/FullMesh.twoByTwo.json}.
   *
   * @param line of kernels, such as {@code 7.3}
   * @param test its name without repetition
   * @return empty for a test whose name makes no file name
   */
  public static Optional<String> place(String line, String test) {
    return NAME.matcher(line).matches() && NAME.matcher(test).matches()
        ? Optional.of(FOLDER + "/" + line + "/" + test + ".json")
        : Optional.empty();
  }

  /** The text of a file. */
  public String text() {
    return ObservationJson.text(parts);
  }

  /** What a text says; empty when it is damaged, or of something else. */
  public static Optional<ApprovedBehaviour> parse(String text) {
    return ObservationJson.parse(text).map(ApprovedBehaviour::new);
  }

  /** What both approve. */
  public ApprovedBehaviour common(ApprovedBehaviour other) {
    Map<String, List<String>> common = new LinkedHashMap<>();
    parts
        .parts()
        .forEach(
            (path, lines) -> {
              List<String> others = other.parts.part(path);
              if (path.startsWith(ZERO)) {
                List<String> both = lines.stream().filter(others::contains).toList();
                if (!both.isEmpty()) {
                  common.put(path, both);
                }
              } else if (lines.equals(others)) {
                common.put(path, lines);
              }
            });
    return new ApprovedBehaviour(new Observation(common));
  }

  /** Whether nothing of it is the same from run to run. */
  public boolean isEmpty() {
    return parts.isEmpty();
  }

  /**
   * Differences of a run from what was approved, in words; none where all approved parts are as
   * they were. A counter that the kernel does not have stands at zero; parts that are not approved
   * may be as they like. An observation that lacks something differs in nothing.
   */
  public List<String> differences(Observation seen) {
    if (seen.parts().keySet().stream().anyMatch(path -> INCOMPLETE.matcher(path).matches())) {
      return List.of();
    }
    List<String> words = new ArrayList<>();
    parts
        .parts()
        .forEach(
            (path, lines) -> {
              if (path.startsWith(ZERO)) {
                String host = path.substring(ZERO.length());
                lines.forEach(name -> counter(words, COUNTERS + host + "/" + name, NOTHING, seen));
              } else if (path.startsWith(COUNTERS)) {
                counter(words, path, lines, seen);
              } else if (!seen.part(path).equals(lines)) {
                words.add(words(path, lines, seen.part(path)));
              }
            });
    return List.copyOf(words);
  }

  private static void counter(
      List<String> words, String path, List<String> approved, Observation seen) {
    List<String> now = seen.part(path).isEmpty() ? NOTHING : seen.part(path);
    if (!now.equals(approved)) {
      words.add(words(path, approved, now));
    }
  }

  private static String words(String path, List<String> approved, List<String> now) {
    return DifferenceWords.of(path, approved, now).replace("(base: ", "(approved: ");
  }
}
