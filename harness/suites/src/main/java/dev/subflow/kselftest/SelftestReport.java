// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.failure.Crash;
import dev.subflow.failure.CrashSummary;
import dev.subflow.ktap.Outcome;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.report.TestResult;
import dev.subflow.report.TestResultBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Subtests as results of a run. */
public final class SelftestReport {
  private SelftestReport() {}

  /** The result of a run that a subtest of a folder is. */
  public static TestResult of(String folder, SuiteResult result, LabEnvironment environment) {
    SubtestResult decisive = result.decisive();
    TestResultBuilder builder =
        TestResult.builder(folder.replace('/', '.'), decisive.id(), decisive.outcome())
            .time(result.started(), decisive.time().orElse(result.elapsed()))
            .kernels(Map.of("guest", environment.kernel().version()))
            .accelerator(environment.acceleratorName())
            .evidence(String.valueOf(result.evidence().getFileName()))
            .attempts(result.attempts().size())
            .crashes(crashes(decisive));
    String message = message(result);
    return (message.isEmpty() ? builder : builder.message(message)).build();
  }

  /** Crashes of its kernel; none unless it crashed. */
  public static List<CrashSummary> crashes(SubtestResult result) {
    if (result.outcome() != Outcome.CRASH) {
      return List.of();
    }
    return Crash.of(result.splats()).stream().map(c -> CrashSummary.of("guest", c)).toList();
  }

  /** Why it did not pass, with every attempt; empty where it passed at once. */
  public static String message(SuiteResult result) {
    SubtestResult decisive = result.decisive();
    String text =
        decisive.outcome() == Outcome.IGNORED
            ? "failed, which upstream knows it does now and then\n" + decisive.message()
            : decisive.message();
    if (result.attempts().size() == 1) {
      return text;
    }
    String words =
        decisive.message().isEmpty()
            ? result.attempts().stream()
                .map(SubtestResult::message)
                .filter(m -> !m.isEmpty())
                .findFirst()
                .orElse("")
            : decisive.message();
    return "attempts: "
        + result.attempts().stream()
            .map(a -> a.outcome().toString())
            .collect(Collectors.joining(", "))
        + "\n"
        + words;
  }
}
