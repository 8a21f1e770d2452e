// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.git.GitTree;
import dev.subflow.regress.BisectLog;
import dev.subflow.regress.BisectStep;
import dev.subflow.regress.Bisection;
import dev.subflow.report.RunDirectory;
import dev.subflow.report.Sanitizer;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps and prints what came of a bisection. */
final class BisectPrinter {
  private static final int NOTE_LINES = 6;

  private final PrintStream out;
  private final Style style;

  BisectPrinter(PrintStream out, Style style) {
    this.out = out;
    this.style = style;
  }

  void keep(Bisection.Outcome outcome, GitTree git, BisectLog log, RunDirectory directory) {
    try {
      Path folder = directory.path();
      Files.writeString(folder.resolve("bisect.json"), Json.pretty(outcome) + "\n");
      Files.writeString(folder.resolve("bisect.log"), log.gitLog());
      if (outcome.culprit().isPresent()) {
        Files.writeString(
            folder.resolve("culprit.txt"), git.message(outcome.culprit().get()) + "\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write to " + directory.path() + ": " + e, e);
    }
  }

  void print(Bisection.Outcome outcome, GitTree git, RunDirectory directory) {
    Table table = new Table("STATE", "RUNS", "COMMIT");
    for (BisectStep step : outcome.steps()) {
      table.row(step.state().name(), step.runs(), step.title());
    }
    out.println();
    table.lines().forEach(out::println);
    outcome.difference().ifPresent(words -> out.println("\nBad: " + Sanitizer.line(words)));
    out.println();
    if (outcome.culprit().isPresent()) {
      String culprit = outcome.culprit().get();
      out.println(style.bad("first bad commit"));
      git.message(culprit).lines().forEach(line -> out.println("    " + Sanitizer.line(line)));
      outcome.steps().stream()
          .filter(step -> step.commit().equals(culprit))
          .findFirst()
          .ifPresent(this::evidence);
    } else {
      out.println("One of these is the first bad commit; those between could not be tested:");
      outcome
          .suspects()
          .forEach(suspect -> out.println("    " + Sanitizer.line(git.title(suspect))));
    }
    out.println();
    out.println("Log: " + RunPrinter.relative(directory.path().resolve("bisect.log")));
  }

  private void evidence(BisectStep step) {
    if (!step.note().isBlank()) {
      out.println();
      step.note().lines().limit(NOTE_LINES).forEach(l -> out.println("    " + Sanitizer.line(l)));
    }
    step.evidence().ifPresent(folder -> out.println("\nEvidence: " + Sanitizer.line(folder)));
  }
}
