// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.audit.Section;
import dev.subflow.failure.UsageException;
import dev.subflow.report.RunReport;
import dev.subflow.report.Sanitizer;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import dev.subflow.run.RfcView;
import dev.subflow.run.ScenarioCatalogue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.platform.launcher.core.LauncherFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** RFC 8684 by sections. */
@Command(
    name = "rfc",
    description = {
      "Tells for each section of RFC 8684 which rules are checked on the wires of every test, which"
          + " scenarios exercise it, and how those ended last.",
      "With the number of a section: its rules and scenarios one by one.",
      "",
      "Example: subflow rfc 3.4.1"
    },
    mixinStandardHelpOptions = true)
final class RfcCommand implements Callable<Integer> {
  private static final String RESULTS = "results.jsonl";
  private static final int MOST_RUNS = 200;

  private final Streams streams;

  @Parameters(arity = "0..1", paramLabel = "SECTION", description = "Such as 3.4.1.")
  private Optional<String> number = Optional.empty();

  @Option(
      names = "--results",
      paramLabel = "DIR",
      description =
          "Folder of the run whose verdicts are shown (default: the last verdict of each scenario in"
              + " target/subflow).")
  private Optional<Path> folder = Optional.empty();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(names = "--package", hidden = true)
  private Optional<String> packageName = Optional.empty();

  RfcCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    Optional<Section> wanted = number.map(RfcCommand::section);
    Path base =
        folder.map(RfcCommand::checked).orElseGet(() -> Home.find().resolve("target/subflow"));
    List<TestResult> results =
        folder.isPresent() ? RunReport.read(base).results() : lastResults(base);
    List<RfcView> views =
        RfcView.of(ScenarioCatalogue.discover(LauncherFactory.create(), packageName), results)
            .stream()
            .filter(view -> wanted.isEmpty() || view.section().equals(wanted.get()))
            .toList();
    if (json) {
      streams.out().println(Json.pretty(views));
      return ExitCodes.PASSED;
    }
    if (wanted.isPresent()) {
      print(views.get(0));
    } else {
      print(views);
    }
    streams
        .out()
        .println(
            results.isEmpty()
                ? "No verdicts: nothing has run yet."
                : "Verdicts: " + Sanitizer.line(base.toString()));
    return ExitCodes.PASSED;
  }

  private void print(List<RfcView> views) {
    Table table = new Table("SECTION", "RULES", "SCENARIOS", "LAST", "TITLE");
    for (RfcView view : views) {
      table.row(
          view.section().number(),
          Integer.toString(view.rules().size()),
          Integer.toString(view.scenarios().size()),
          view.isUncovered() ? "not covered" : tally(view),
          view.section().title());
    }
    show(table);
    streams.out().println();
  }

  private void print(RfcView view) {
    streams.out().println(view.section().number() + " " + view.section().title());
    view.rules()
        .forEach(
            rule ->
                streams
                    .out()
                    .println(
                        "  " + rule.level().toLowerCase(Locale.ROOT) + ": " + rule.words() + "."));
    if (view.isUncovered()) {
      streams.out().println("  not covered: neither a rule nor a scenario is about it");
    } else if (view.scenarios().isEmpty()) {
      streams.out().println("  no scenario is about it; the rules hold in every test");
    } else {
      Table table = new Table("LAST", "SCENARIO");
      view.scenarios().forEach(s -> table.row(words(s.verdicts()), s.scenario()));
      show(table);
    }
  }

  private void show(Table table) {
    List<String> lines = table.lines();
    streams.out().println(streams.outStyle().bold(lines.get(0)));
    lines.subList(1, lines.size()).forEach(streams.out()::println);
  }

  private static String words(List<Verdict> verdicts) {
    return verdicts.isEmpty()
        ? "-"
        : verdicts.stream()
            .distinct()
            .sorted(Comparator.reverseOrder())
            .map(Verdict::name)
            .collect(Collectors.joining(", "));
  }

  private static String tally(RfcView view) {
    String tally =
        view.tally().entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey().name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(", "));
    return tally.isEmpty() ? "-" : tally;
  }

  private static Section section(String number) {
    return Section.of(number)
        .orElseThrow(
            () ->
                new UsageException(
                    "\""
                        + Sanitizer.line(number)
                        + "\" is not a section of RFC 8684 that says how hosts behave; there are "
                        + Section.ALL.stream()
                            .map(Section::number)
                            .collect(Collectors.joining(", "))));
  }

  private static Path checked(Path folder) {
    if (!Files.isRegularFile(folder.resolve(RESULTS))) {
      throw new UsageException(
          folder + " has no " + RESULTS + "; name the folder that a run printed as its evidence");
    }
    return folder;
  }

  /** Of each scenario those of the newest run that had it; names of runs begin with their time. */
  private static List<TestResult> lastResults(Path base) {
    Map<String, List<TestResult>> last = new LinkedHashMap<>();
    for (Path run : runs(base)) {
      RunReport.read(run).results().stream()
          .filter(result -> !last.containsKey(result.scenario()))
          .collect(Collectors.groupingBy(TestResult::scenario))
          .forEach(last::put);
    }
    return last.values().stream().flatMap(List::stream).toList();
  }

  private static List<Path> runs(Path base) {
    if (!Files.isDirectory(base)) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(base)) {
      return folders
          .filter(run -> !Files.isSymbolicLink(run) && Files.isRegularFile(run.resolve(RESULTS)))
          .sorted(Comparator.comparing((Path run) -> String.valueOf(run.getFileName())).reversed())
          .limit(MOST_RUNS)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
