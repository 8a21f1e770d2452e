// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks;

import dev.subflow.lab.Lab;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.lab.LabSettings;
import dev.subflow.topology.OneHost;
import dev.subflow.topology.Topology;
import dev.subflow.topology.TwoPaths;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times guests: cold boot to the end of the first command, and commands in a warm guest. */
@Command(
    name = "GuestLatency",
    mixinStandardHelpOptions = true,
    description = "Cold boot of one guest and of two guests on two links, and exec of `true`.")
public final class GuestLatency implements Callable<Integer> {
  private static final int EXECS_PER_ROUND = 25;

  @Option(
      names = "--kernel",
      defaultValue = LabSettings.DEFAULT_KERNEL,
      description = "default ${DEFAULT-VALUE}")
  private String kernel = "";

  @Option(
      names = "--home",
      defaultValue = ".",
      description = "checkout, default the working directory")
  private Path home = Path.of("");

  @Option(names = "--accel", defaultValue = "auto", description = "auto, kvm or tcg")
  private String accelerator = "";

  @Option(names = "--rounds", defaultValue = "20", description = "default ${DEFAULT-VALUE}")
  private int rounds;

  @Spec private @Nullable CommandSpec spec;

  private final List<Double> oneGuest = new ArrayList<>();
  private final List<Double> twoGuests = new ArrayList<>();
  private final List<Double> firstExec = new ArrayList<>();
  private final List<Double> laterExec = new ArrayList<>();

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new GuestLatency()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    LabSettings settings =
        new LabSettings(
            home.toAbsolutePath().normalize(),
            LabSettings.defaultCache(),
            kernel,
            LabSettings.DEFAULT_IMAGE,
            LabSettings.accelerator(accelerator));
    Path evidence = Files.createTempDirectory("subflow-benchmark");
    try (LabEnvironment environment = LabEnvironment.open(settings)) {
      out.printf(
          "kernel %s, %s (%s), %d rounds%n",
          environment.kernel().version(),
          environment.accelerator(),
          environment.accelerationReason(),
          rounds);
      boot(environment, new OneHost().topology(), evidence);
      oneGuest.clear();
      for (int round = 0; round < rounds; round++) {
        boot(environment, new OneHost().topology(), evidence);
        bootTwo(environment, new TwoPaths().topology(), evidence);
      }
    } finally {
      delete(evidence);
    }
    out.printf("%-44s %10s %10s %10s%n", "", "median", "p10", "p90");
    print(out, "cold boot to the end of the first command", oneGuest, "s");
    print(out, "the same, two guests on two links at once", twoGuests, "s");
    print(out, "exec of true, the first in a guest", firstExec, "ms");
    print(out, "exec of true, later ones", laterExec, "ms");
    out.flush();
    return 0;
  }

  private void boot(LabEnvironment environment, Topology topology, Path evidence) {
    long start = System.nanoTime();
    try (Lab lab = environment.start(topology, evidence, result -> {})) {
      firstExec.add(exec(lab, "host"));
      oneGuest.add(millisSince(start) / 1000);
      for (int i = 0; i < EXECS_PER_ROUND; i++) {
        laterExec.add(exec(lab, "host"));
      }
    }
  }

  private void bootTwo(LabEnvironment environment, Topology topology, Path evidence) {
    long start = System.nanoTime();
    try (Lab lab = environment.start(topology, evidence, result -> {})) {
      exec(lab, "client");
      exec(lab, "server");
      twoGuests.add(millisSince(start) / 1000);
    }
  }

  private static double exec(Lab lab, String guest) {
    long start = System.nanoTime();
    lab.guest(guest).succeed("true");
    return millisSince(start);
  }

  private static double millisSince(long start) {
    return Duration.ofNanos(System.nanoTime() - start).toNanos() / 1e6;
  }

  private static void print(PrintWriter out, String what, List<Double> values, String unit) {
    out.printf(
        "%-44s %7.2f %s %7.2f %s %7.2f %s%n",
        what,
        Spread.of(values, 0.5),
        unit,
        Spread.of(values, 0.1),
        unit,
        Spread.of(values, 0.9),
        unit);
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
