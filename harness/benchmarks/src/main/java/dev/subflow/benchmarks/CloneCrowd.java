// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks;

import dev.subflow.lab.Lab;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.topology.TwoPaths;
import dev.subflow.vm.Vm;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Many clones alive at once: do all answer, and what does one more cost? */
@Command(
    name = "CloneCrowd",
    mixinStandardHelpOptions = true,
    description = {
      "Labs of two guests on two links, one after the other, all alive at the end.",
      "Memory is what MemAvailable loses with each, and QEMU's own (Pss: shared pages in part)."
    })
public final class CloneCrowd implements Callable<Integer> {
  @Mixin private final EnvironmentOptions environment = new EnvironmentOptions();

  @Option(
      names = "--guests",
      defaultValue = "50",
      description = "an even number; default ${DEFAULT-VALUE}")
  private int guests;

  @Spec private @Nullable CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new CloneCrowd()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try (LabEnvironment labs = environment.open();
        TemporaryFolder evidence = TemporaryFolder.create()) {
      out.println(EnvironmentOptions.describe(labs));
      labs.start(new TwoPaths().topology(), evidence.path(), r -> {}).close();
      try (Crowd crowd = new Crowd(labs, evidence.path())) {
        crowd.gather(guests / 2);
        crowd.report(out);
      }
    }
    return 0;
  }

  private static final class Crowd implements AutoCloseable {
    private final LabEnvironment labs;
    private final Path evidence;
    private final List<Lab> alive = new ArrayList<>();
    private final Samples memory = new Samples();

    Crowd(LabEnvironment labs, Path evidence) {
      this.labs = labs;
      this.evidence = evidence;
    }

    void gather(int pairs) throws IOException {
      for (int pair = 0; pair < pairs; pair++) {
        double before = available();
        alive.add(labs.start(new TwoPaths().topology(), evidence, r -> {}));
        memory.add("one more clone, of MemAvailable", (before - available()) / 2);
      }
    }

    void report(PrintWriter out) throws IOException {
      List<Vm> guests = alive.stream().map(Lab::guests).flatMap(List::stream).toList();
      for (Vm guest : guests) {
        memory.add("a clone's QEMU, Pss", pss(guest.pid()));
      }
      long start = System.nanoTime();
      guests.forEach(guest -> guest.succeed("true"));
      out.printf(
          "%d clones alive, all answered, in %.1f s one after the other%n",
          guests.size(), (System.nanoTime() - start) / 1e9);
      for (Vm guest : guests) {
        memory.add("the same after its first command", pss(guest.pid()));
      }
      memory.print(out, "MiB");
    }

    @Override
    public void close() {
      alive.forEach(Lab::close);
    }
  }

  private static double available() throws IOException {
    return kibibytes(Path.of("/proc/meminfo"), "MemAvailable:") / 1024;
  }

  private static double pss(long pid) throws IOException {
    return kibibytes(Path.of("/proc/" + pid + "/smaps_rollup"), "Pss:") / 1024;
  }

  // Pss:               46391 kB
  private static double kibibytes(Path file, String name) throws IOException {
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")))
          .sum();
    }
  }
}
