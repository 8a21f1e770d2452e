// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A selftest: its second subtest of three meets the fault.
 *
 * @param tree where the selftests are
 */
record InKselftest(Path tree) implements Where {
  @Override
  public String name() {
    return "kselftest";
  }

  @Override
  public boolean takes(Fault fault) {
    return true;
  }

  @Override
  public String guest() {
    return "guest";
  }

  @Override
  public List<String> arguments(Fault fault) {
    return List.of(
        "kselftest",
        fault.file(),
        "--folder=" + FaultyTree.FOLDER,
        "--despite-config",
        "--no-rerun",
        "--tree=" + tree);
  }

  @Override
  public Map<String, String> properties(Fault fault) {
    return Map.of();
  }

  @Override
  public boolean isDue(Fault fault, Path out, String said) {
    return said.contains(fault.file() + ".sh: " + FaultyTree.BEFALLEN);
  }

  @Override
  public End end(int exitCode, Path out, String said) throws IOException {
    return End.of(exitCode, results(out).stream().map(TestResult::verdict).toList());
  }

  @Override
  public List<TestResult> results(Path out) throws IOException {
    return OutFiles.results(out);
  }

  @Override
  public String lastCommand(Fault fault) {
    return fault.file() + ".sh";
  }

  @Override
  public boolean isHonest(End end, Path out) throws IOException {
    return end == End.PASS
        || results(out).stream()
            .filter(r -> r.id().endsWith(":" + FaultyTree.BEFALLEN))
            .noneMatch(r -> r.verdict() == Verdict.PASS);
  }
}
