// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import dev.subflow.benchmarks.faults.guests.Staged;
import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A scenario of two guests.
 *
 * @param second whether it befalls the guest that nobody talks to
 */
record InScenario(boolean second) implements Where {
  static final String PACKAGE = "dev.subflow.benchmarks.faults.guests";

  @Override
  public String name() {
    return second ? "second" : "first";
  }

  @Override
  public boolean takes(Fault fault) {
    return !second || fault.isOfAGuest();
  }

  @Override
  public String guest() {
    return second ? "server" : "client";
  }

  @Override
  public List<String> arguments(Fault fault) {
    return List.of("run", test(fault), "--package", PACKAGE);
  }

  static String test(Fault fault) {
    return "FaultyScenario." + (fault.needsModule() ? "faultOfTheKernel" : "fault");
  }

  @Override
  public Map<String, String> properties(Fault fault) {
    return properties(fault, name(), "");
  }

  static Map<String, String> properties(Fault fault, String where, String release) {
    return Map.of(
        Staged.PROPERTY + "name",
        fault.name(),
        Staged.PROPERTY + "script",
        fault.isInGuest()
            ? marked(fault) + "; module=/srv/faults/faults.ko\n" + fault.script()
            : "",
        Staged.PROPERTY + "where",
        where,
        Staged.PROPERTY + "talks",
        Boolean.toString(fault.name().equals("output flood")),
        Staged.PROPERTY + "release",
        release,
        Staged.PROPERTY + "seconds",
        Long.toString(fault.lasts().toSeconds()));
  }

  @Override
  public boolean isDue(Fault fault, Path out, String said) throws IOException {
    return OutFiles.say(out, "commands.log", Pattern.compile(Staged.MARK + fault.name()));
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
    return fault.isInGuest() ? marked(fault) : "sleep";
  }

  /** A command that does nothing, and is known again in a log of commands. */
  private static String marked(Fault fault) {
    return ": here comes " + fault.name();
  }

  @Override
  public boolean isHonest(End end, Path out) throws IOException {
    return end == End.PASS || results(out).stream().noneMatch(r -> r.verdict() == Verdict.PASS);
  }
}
