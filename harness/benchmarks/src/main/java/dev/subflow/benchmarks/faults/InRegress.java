// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import dev.subflow.benchmarks.faults.guests.Staged;
import dev.subflow.report.TestResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A comparison of two kernels, of which the second meets the fault. */
record InRegress() implements Where {
  private static final String KERNELS = "debian:stable,debian:backports";

  /** Debian's backports have the seventh series, stable has the sixth. */
  private static final String PATCHED_RELEASE = "7.";

  private static final String PATCHED = "patched";

  // "change" : "CRASHED"
  private static final Pattern CHANGE = Pattern.compile("\"change\"\\s*:\\s*\"([A-Z]+)\"");

  @Override
  public String name() {
    return "regress";
  }

  @Override
  public boolean takes(Fault fault) {
    return true;
  }

  @Override
  public String guest() {
    return "client";
  }

  @Override
  public List<String> arguments(Fault fault) {
    return List.of(
        "regress",
        "--kernels",
        KERNELS,
        "--tests",
        InScenario.test(fault),
        "--test-package",
        InScenario.PACKAGE,
        "--runs",
        "5",
        "--json");
  }

  @Override
  public Map<String, String> properties(Fault fault) {
    return InScenario.properties(fault, "first", PATCHED_RELEASE);
  }

  @Override
  public boolean isDue(Fault fault, Path out, String said) throws IOException {
    return OutFiles.say(out, "commands.log", Pattern.compile(Staged.MARK + fault.name()));
  }

  /** An inconclusive test runs again, and the second time without the fault. */
  @Override
  public End expected(Fault fault) {
    return fault.end() == End.INCONCLUSIVE ? End.PASS : fault.end();
  }

  @Override
  public End end(int exitCode, Path out, String said) {
    return End.ofChange(
        exitCode, CHANGE.matcher(said).results().map(change -> change.group(1)).toList());
  }

  @Override
  public List<TestResult> results(Path out) throws IOException {
    return OutFiles.named(out, PATCHED).isEmpty()
        ? List.of()
        : OutFiles.results(OutFiles.named(out, PATCHED).get(0));
  }

  @Override
  public String lastCommand(Fault fault) {
    return new InScenario(false).lastCommand(fault);
  }
}
