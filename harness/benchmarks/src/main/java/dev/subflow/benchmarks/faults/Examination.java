// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import dev.subflow.report.TestResult;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Looks at what a run left: its verdict, and the evidence for it.
 *
 * @param out folder of its results
 * @param said all that it printed
 */
record Examination(Fault fault, Where where, Path out, String said) {
  /** Of a run of two guests for some seconds, whatever they print. */
  private static final long MOST_EVIDENCE_BYTES = 100L << 20;

  private static final int WORDS = 300;

  Try examine(Stage.Ended ended, List<String> left, Instant at, Duration elapsed, String machine)
      throws IOException {
    End end = ended.inTime() ? where.end(ended.exitCode(), out, said) : End.HUNG;
    List<Try.Check> checks = checks(end);
    checks.add(new Try.Check("nothing left", left.isEmpty()));
    List<String> wrong = new ArrayList<>();
    if (!ended.trouble().isEmpty()) {
      wrong.add(ended.trouble());
      end = end == where.expected(fault) ? End.CONTRADICTION : end;
    }
    if (end != where.expected(fault)) {
      wrong.add("exit " + ended.exitCode() + ": " + shortened(told()));
    }
    checks.stream().filter(c -> !c.holds()).forEach(c -> wrong.add("not so: " + c.name()));
    wrong.addAll(left);
    return new Try(
        fault.name(),
        where.name(),
        at,
        elapsed,
        where.expected(fault),
        end,
        checks,
        String.join("; ", wrong),
        kernel(),
        machine);
  }

  private List<Try.Check> checks(End end) throws IOException {
    List<Try.Check> checks = new ArrayList<>();
    if (!fault.cause().pattern().isEmpty()) {
      checks.add(new Try.Check("cause", fault.cause().matcher(told()).find()));
    }
    checks.add(new Try.Check("console", console()));
    if (fault.isOfAGuest()) {
      checks.add(
          new Try.Check(
              "last command",
              OutFiles.say(
                  out, "commands.log", Pattern.compile(Pattern.quote(where.lastCommand(fault))))));
    }
    checks.add(new Try.Check("honest", where.isHonest(end, out)));
    checks.add(
        new Try.Check(
            "bounded", out.toFile().exists() && OutFiles.bytes(out) < MOST_EVIDENCE_BYTES));
    return checks;
  }

  private boolean console() throws IOException {
    String log = "console-" + where.guest() + ".log";
    return fault.console()
        ? OutFiles.say(out, log, fault.cause())
        : !OutFiles.named(out, log).isEmpty();
  }

  /** What its user reads of it. */
  private String told() throws IOException {
    return where.results(out).stream()
            .flatMap(r -> r.message().stream().map(m -> r.id() + " " + r.verdict() + ": " + m))
            .collect(Collectors.joining("; "))
        + " | "
        + said;
  }

  private static String shortened(String text) {
    String line = text.replaceAll("\\s+", " ").strip();
    return line.length() <= WORDS ? line : line.substring(0, WORDS) + "...";
  }

  private String kernel() throws IOException {
    return where.results(out).stream()
        .map(TestResult::kernels)
        .flatMap(
            kernels ->
                kernels.entrySet().stream()
                    .filter(e -> e.getKey().equals(where.guest()))
                    .map(Map.Entry::getValue))
        .findFirst()
        .orElse("");
  }
}
