// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import dev.subflow.failure.CrashSummary;
import dev.subflow.report.RunFacts;
import dev.subflow.report.RunFacts.KernelBuild;
import dev.subflow.report.TestResult;
import dev.subflow.report.TestResultBuilder;
import dev.subflow.report.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Makes runs of the past, and asks an own history. */
final class Pasts {
  static final Instant DAY_ONE = Instant.parse("2026-11-01T10:00:00Z");
  static final String OLD = "6.12.115-1";
  static final String NEW = "6.12.117-1";

  private Pasts() {}

  /** A history in a file of that folder. */
  static HistoryPlace in(Path folder) {
    return HistoryPlace.inCache(folder.resolve("cache"));
  }

  static <T> T ask(HistoryPlace place, Function<History, T> question) {
    return HistoryDatabase.with(place, Pasts::none, open -> question.apply(new History(open)));
  }

  static List<TestPast> tests(HistoryPlace place) {
    return ask(place, history -> history.tests(HistoryFilter.ALL));
  }

  /** Writes runs and returns how many results were new. */
  static int write(HistoryPlace place, FoundRun... runs) {
    return HistoryDatabase.with(
        place,
        Pasts::none,
        open -> Arrays.stream(runs).mapToInt(new ResultWriter(open)::write).sum());
  }

  private static void none(String line) {
    throw new AssertionError("nothing should be told: " + line);
  }

  static FoundRun run(String id, String code, TestResult... results) {
    RunFacts facts =
        new RunFacts(
            id,
            results[0].started(),
            "subflow run " + id,
            code,
            "box",
            "a processor",
            4,
            List.of(
                new KernelBuild(OLD, "6.12.115+deb13-amd64", "aaaa"),
                new KernelBuild(NEW, "6.12.117+deb13-amd64", "bbbb")));
    return new FoundRun(id, id, Path.of("/runs", id), facts, List.of(results));
  }

  /** A result of the day of that number. */
  static TestResult result(String test, Verdict verdict, int day, String kernel, long millis) {
    return ended(test, verdict, day, kernel, millis).build();
  }

  static TestResult passed(String test, int day) {
    return result(test, Verdict.PASS, day, NEW, 1000);
  }

  static TestResult failed(String test, int day) {
    return result(test, Verdict.FAIL, day, NEW, 1000);
  }

  static TestResultBuilder ended(
      String test, Verdict verdict, int day, String kernel, long millis) {
    return TestResult.builder("a.Class", test, verdict)
        .time(DAY_ONE.plus(Duration.ofDays(day)), Duration.ofMillis(millis))
        .kernels(Map.of("client", kernel))
        .accelerator("tcg of QEMU 10.0.7, 2 processors");
  }

  static CrashSummary splat(String fingerprint, String title) {
    return new CrashSummary("client", "KASAN", "BUG: " + title, fingerprint, title);
  }

  /** A run of so many results, all of tests of their own. */
  static FoundRun crowd(String id, int number) {
    List<TestResult> all = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      all.add(passed("Crowd.test" + i, 0));
    }
    return run(id, "c1", all.toArray(TestResult[]::new));
  }
}
