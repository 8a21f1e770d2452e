// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks;

import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.benchmarks.TrafficGuests.Phase;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.machine.Tool;
import dev.subflow.machine.Tools;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Compares wires of the harness with guests wired directly to each other. */
@Command(
    name = "WireThroughput",
    mixinStandardHelpOptions = true,
    description =
        "Two TCG guests with a TCP stream over each of two links: directly wired, through the"
            + " fabric, and with a capture of both wires; phase by phase in turn, so that a busy"
            + " machine slows all three.")
public final class WireThroughput implements Callable<Integer> {
  private static final int ATTEMPTS = 3;

  @Mixin private final EnvironmentOptions environment = new EnvironmentOptions();

  @Option(names = "--rounds", defaultValue = "15", description = "default ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "2",
      description = "length of a phase, default ${DEFAULT-VALUE}")
  private int seconds;

  @Spec private @Nullable CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new WireThroughput()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Kernel kernel;
    try (LabEnvironment labs = environment.open()) {
      kernel = labs.kernel();
      out.println("kernel " + kernel.version() + ", tcg, " + rounds + " rounds");
      out.flush();
    }
    List<Phase> phases = run(out, kernel);
    List<List<Double>> results = new ArrayList<>();
    for (int pair = 0; pair < Wiring.LABELS.size(); pair++) {
      int wanted = pair;
      results.add(phases.stream().filter(p -> p.pair() == wanted).map(Phase::megabits).toList());
    }
    print(out, results);
    return 0;
  }

  /** One session; old TCG now and then crashes a guest by itself, which is told and redone. */
  private List<Phase> run(PrintWriter out, Kernel kernel) throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        return runOnce(kernel);
      } catch (GuestFailedException e) {
        if (attempt == ATTEMPTS) {
          throw e;
        }
        out.println(e.reason() + "; once more");
        out.flush();
      }
    }
  }

  private List<Phase> runOnce(Kernel kernel) throws IOException {
    try (TemporaryFolder folder = TemporaryFolder.create()) {
      Path initrd = TrafficInitramfs.write(environment.home(), kernel, folder.path());
      TrafficGuests guests =
          new InitramfsGuests(
              Tools.ofThisMachine().find(Tool.QEMU).path().toString(),
              kernel.image(),
              initrd,
              rounds,
              Duration.ofSeconds(seconds),
              folder.path());
      return new Wiring(guests, folder.path()).measure();
    }
  }

  private static void print(PrintWriter out, List<List<Double>> results) {
    List<Double> direct = results.get(0);
    out.printf(
        "%-20s %6s %8s %8s %8s   %s%n",
        "Mbit/s", "phases", "median", "lowest", "highest", "ratio to direct, round by round:");
    for (int pair = 0; pair < results.size(); pair++) {
      List<Double> megabits = results.get(pair);
      List<Double> ratios = new ArrayList<>();
      for (int i = 0; i < megabits.size(); i++) {
        ratios.add(megabits.get(i) / direct.get(i));
      }
      out.printf(
          "%-20s %6d %8.0f %8.0f %8.0f   median %.2f (quartiles %.2f, %.2f)%n",
          Wiring.LABELS.get(pair),
          megabits.size(),
          Spread.of(megabits, 0.5),
          Spread.of(megabits, 0),
          Spread.of(megabits, 1),
          Spread.of(ratios, 0.5),
          Spread.of(ratios, 0.25),
          Spread.of(ratios, 0.75));
    }
    out.flush();
  }
}
