// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.kselftest.PrintedResults;
import dev.subflow.kselftest.SubtestResult;
import dev.subflow.ktap.KtapReport;
import dev.subflow.ktap.TestPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the {@code *.tap} files that a run left. There are two kinds: those that a program of tests
 * prints itself, and those around a program, with one result of the whole and then what it said;
 * its subtests are in {@code *_subtests.tap}, and as long as it runs all is in {@code *.tap.tmp}.
 */
final class TapFolder {
  private static final String TAP = ".tap";
  private static final String SUBTESTS = "_subtests" + TAP;
  // not ok 1 test: selftest_mptcp_join # FAIL # exit=2
  private static final Pattern WHOLE =
      Pattern.compile(
          "^(not )?ok 1 test: (\\S+?)(?:\\.tap)?(?: # (\\w+)(?: # exit=(\\d+))?)?\\s*$");
  // # time=12
  private static final Pattern TIME = Pattern.compile("^# time=\\d+$");

  private final Path folder;
  private final BiFunction<String, String, List<SubtestResult>> unfinished;

  /**
   * A folder to read.
   *
   * @param unfinished makes results of a script that did not end, and its output
   */
  TapFolder(Path folder, BiFunction<String, String, List<SubtestResult>> unfinished) {
    this.folder = folder;
    this.unfinished = unfinished;
  }

  /** All results, file by file. */
  List<SubtestResult> results() {
    return taps().stream().flatMap(name -> results(name).stream()).toList();
  }

  private List<String> taps() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .map(name -> name.endsWith(".tmp") ? name.substring(0, name.length() - 4) : name)
          .filter(name -> name.endsWith(TAP) && !name.endsWith(SUBTESTS))
          .map(name -> name.substring(0, name.length() - TAP.length()))
          .distinct()
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new InfrastructureException("the results in " + folder + " cannot be read", e);
    }
  }

  private List<SubtestResult> results(String name) {
    String text = read(name + TAP).orElse("");
    String script = scriptOf(name);
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      Matcher whole = WHOLE.matcher(lines.get(i));
      if (whole.matches() && whole.group(2).equals(name)) {
        String output = said(lines.subList(i + 1, lines.size())) + read(name + SUBTESTS).orElse("");
        return PrintedResults.exited(script, output, exitCode(whole));
      }
    }
    Optional<String> running = read(name + TAP + ".tmp");
    KtapReport report = KtapReport.parse(text);
    if (running.isPresent() || report.points().isEmpty()) {
      List<String> until = running.map(t -> t.lines().toList()).orElse(List.of());
      return unfinished.apply(script, said(until));
    }
    boolean bad = report.points().stream().map(TestPoint::outcome).anyMatch(o -> o.isBad());
    return PrintedResults.exited(script, text, bad ? 1 : 0);
  }

  /** {@code selftest_mptcp_join} is the script {@code mptcp_join.sh} of the selftests. */
  private static String scriptOf(String name) {
    return name.startsWith("selftest_") ? name.substring("selftest_".length()) + ".sh" : name;
  }

  /** Words of the program, without the mark that keeps them apart from the result. */
  private static String said(List<String> lines) {
    return lines.stream()
        .filter(line -> !TIME.matcher(line).matches())
        .map(line -> line.startsWith("# ") ? line.substring(2) : line.equals("#") ? "" : line)
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  private static int exitCode(Matcher whole) {
    String word = whole.group(3) == null ? "" : whole.group(3);
    return switch (word) {
      case "SKIP" -> 4;
      case "XFAIL" -> 2;
      case "XPASS" -> 3;
      case "FAIL" -> whole.group(4) == null ? 1 : Integer.parseInt(whole.group(4));
      default -> whole.group(1) == null ? 0 : 1;
    };
  }

  private Optional<String> read(String name) {
    return ResultFile.read(folder, name);
  }
}
