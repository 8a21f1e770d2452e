// SPDX-License-Identifier: Apache-2.0
package dev.subflow.page;

import dev.subflow.cache.WholeFile;
import dev.subflow.report.RunSummary;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The page of a run, {@code index.html} in its folder: every test with its verdict. */
public final class RunPage {
  /** Name of its file. */
  public static final String FILE = "index.html";

  private static final Logger log = LoggerFactory.getLogger(RunPage.class);
  private static final Template TEMPLATE = new Template("run");

  /** The longest message in the table; the page of the test has all of it. */
  private static final int MESSAGE = 300;

  private RunPage() {}

  /**
   * Writes it.
   *
   * @param folder of the run
   * @throws IOException when the disk refuses
   */
  public static void write(Path folder, RunSummary summary) throws IOException {
    Assets.into(folder);
    WholeFile.write(folder.resolve(FILE), TEMPLATE.fill(view(folder, summary)));
  }

  /** As {@link #write}; a disk that refuses is a warning, as results are elsewhere, too. */
  public static void show(Path folder, RunSummary summary) {
    try {
      write(folder, summary);
    } catch (IOException | UncheckedIOException e) {
      log.warn("no page of the run in {}: {}", folder, e.toString());
    }
  }

  private static Map<String, Object> view(Path folder, RunSummary summary) {
    List<TestResult> results = summary.results();
    Map<String, Object> view = new LinkedHashMap<>();
    view.put("run", summary.run());
    view.put("total", results.size());
    view.put(
        "counts",
        summary.counts().entrySet().stream()
            .map(e -> new Count(e.getKey().name(), e.getValue()))
            .toList());
    view.put("when", begin(results));
    view.put("took", TestPage.seconds(span(results)));
    view.put("kernels", words(results, r -> r.kernels().values().stream().toList()));
    view.put("accelerators", words(results, r -> r.accelerator().stream().toList()));
    view.put("notes", summary.notes());
    view.put("rows", results.stream().sorted(WORST_FIRST).map(r -> new Row(r, folder)).toList());
    return view;
  }

  private static final Comparator<TestResult> WORST_FIRST =
      Comparator.comparingInt(result -> rank(result.verdict()));

  private static int rank(Verdict verdict) {
    return switch (verdict) {
      case CRASH -> 0;
      case FAIL -> 1;
      case MISSING -> 2;
      case INCONCLUSIVE -> 3;
      case PASS -> 4;
      case SKIP -> 5;
    };
  }

  private record Count(String verdict, long count) {}

  private static String begin(List<TestResult> results) {
    return results.stream()
        .map(TestResult::started)
        .min(Comparator.naturalOrder())
        .map(at -> at.truncatedTo(ChronoUnit.SECONDS).toString())
        .orElse("");
  }

  /** From the start of the first to the end of the last. */
  private static Duration span(List<TestResult> results) {
    Instant first =
        results.stream()
            .map(TestResult::started)
            .min(Comparator.naturalOrder())
            .orElse(Instant.EPOCH);
    return results.stream()
        .map(r -> Duration.between(first, r.started().plus(r.elapsed())))
        .max(Comparator.naturalOrder())
        .orElse(Duration.ZERO);
  }

  private interface Words {
    List<String> of(TestResult result);
  }

  private static String words(List<TestResult> results, Words words) {
    return results.stream()
        .flatMap(result -> words.of(result).stream())
        .collect(Collectors.toCollection(TreeSet::new))
        .stream()
        .collect(Collectors.joining(", "));
  }

  /** A line of the table. */
  private record Row(
      String id,
      String theme,
      String verdict,
      String message,
      String seconds,
      String rfc,
      String kernels,
      String page) {
    Row(TestResult result, Path folder) {
      this(
          result.id(),
          themeOf(result.className()),
          result.verdict().name(),
          cut(result.message().orElse("")),
          TestPage.seconds(result.elapsed()),
          String.join(" ", result.rfcSections()),
          result.kernels().values().stream().distinct().collect(Collectors.joining(", ")),
          result
              .evidence()
              .map(e -> e + "/" + TestPage.FILE)
              .filter(page -> Files.exists(folder.resolve(page)))
              .orElse(""));
    }
  }

  private static String cut(String message) {
    return message.length() <= MESSAGE ? message : message.substring(0, MESSAGE) + " …";
  }

  /** The package that a scenario is in. */
  private static String themeOf(String className) {
    String[] parts = className.split("\\.", -1);
    return parts.length < 2 ? "" : parts[parts.length - 2];
  }
}
