// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.artifact.Artifacts;
import dev.subflow.cache.Cache;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.lab.LabSettings;
import dev.subflow.machine.Check;
import dev.subflow.machine.Diagnosis;
import dev.subflow.machine.Doctor;
import dev.subflow.machine.Tools;
import dev.subflow.report.Sanitizer;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows what this machine can do, what is missing, and how to get it. */
@Command(
    name = "doctor",
    description = "Tells what this machine can do, what is missing, and how to get it.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:guests can run here", "3:something that guests need is missing"})
final class DoctorCommand implements Callable<Integer> {
  private final Streams streams;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(names = "--offline", description = "Do not ask the package mirror.")
  private boolean offline;

  DoctorCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    Cache cache = Cache.ofUser(streams.environment());
    Tools tools = Tools.ofThisMachine();
    Doctor doctor = new Doctor(hasImage(cache) ? tools.withoutImages() : tools, cache.root());
    Diagnosis diagnosis = doctor.examine(Optional.empty(), !offline);
    if (json) {
      streams.out().println(Json.pretty(diagnosis));
    } else {
      print(diagnosis);
    }
    return diagnosis.ready() ? ExitCodes.PASSED : ExitCodes.INCONCLUSIVE;
  }

  /** Tools that only build images are not asked for where the images are there. */
  private static boolean hasImage(Cache cache) {
    try {
      return new Artifacts(Home.find(), cache, text -> {}).hasRootImage(LabSettings.DEFAULT_IMAGE);
    } catch (UsageException | InfrastructureException e) {
      // No checkout, or a cache that can't be read: the checks say so.
      return false;
    }
  }

  private void print(Diagnosis diagnosis) {
    Style style = streams.outStyle();
    Table table = new Table("WHAT", "STATE", "FOUND");
    diagnosis.checks().forEach(c -> table.row(c.name(), c.status().toString(), c.detail()));
    streams.out().println(style.bold(table.lines().get(0)));
    for (int i = 0; i < diagnosis.checks().size(); i++) {
      Check check = diagnosis.checks().get(i);
      String line = table.lines().get(i + 1);
      streams.out().println(coloured(style, check, line));
      check
          .advice()
          .ifPresent(advice -> streams.out().println(style.dim("    " + Sanitizer.line(advice))));
    }
    streams.out().println();
    streams
        .out()
        .println(
            diagnosis.ready()
                ? style.good("Guests can run here.")
                : style.bad("Guests cannot run here yet."));
    diagnosis
        .line()
        .ifPresent(
            l -> streams.out().println("To install what is missing: subflow setup, or\n  " + l));
  }

  private static String coloured(Style style, Check check, String line) {
    if (check.blocks()) {
      return style.bad(line);
    }
    return check.status() == Check.Status.OK ? line : style.notice(line);
  }
}
