// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks;

import dev.subflow.lab.Lab;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.topology.OneHost;
import dev.subflow.topology.Topology;
import dev.subflow.topology.TwoPaths;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times guests: from nothing to ready and to the end of a first command, booted and cloned. */
@Command(
    name = "GuestLatency",
    mixinStandardHelpOptions = true,
    description = {
      "One guest, and two guests on two links: ready, that is named, addressed, with clock and",
      "entropy of their own; then the first command on each, and later ones. Booted and cloned",
      "in turn, so that a busy machine slows both."
    })
public final class GuestLatency implements Callable<Integer> {
  private static final int EXECS_PER_ROUND = 25;

  @Mixin private final EnvironmentOptions environment = new EnvironmentOptions();

  @Option(names = "--rounds", defaultValue = "20", description = "clones; default ${DEFAULT-VALUE}")
  private int rounds;

  @Option(
      names = "--boots",
      defaultValue = "20",
      description = "cold boots; default ${DEFAULT-VALUE}")
  private int boots;

  @Spec private @Nullable CommandSpec spec;

  private final Samples samples = new Samples();

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new GuestLatency()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    try (LabEnvironment labs = environment.open();
        TemporaryFolder evidence = TemporaryFolder.create()) {
      out.println(EnvironmentOptions.describe(labs));
      // Makes the templates, and has the JVM translate what it will run.
      for (int warmUp = 0; warmUp < 3; warmUp++) {
        one(labs, evidence.path(), false, new Samples());
        two(labs, evidence.path(), false, new Samples());
      }
      for (int round = 0; round < Math.max(rounds, boots); round++) {
        if (round < boots) {
          one(labs, evidence.path(), true, samples);
          two(labs, evidence.path(), true, samples);
        }
        if (round < rounds) {
          one(labs, evidence.path(), false, samples);
          two(labs, evidence.path(), false, samples);
        }
      }
    }
    samples.print(out, "milliseconds");
    if (boots > 0 && rounds > 0) {
      out.printf(
          "two clones ready %.0f times as fast as two boots%n",
          samples.median("boot, two guests: ready") / samples.median("clone, two guests: ready"));
    }
    out.flush();
    return 0;
  }

  private static String kind(boolean cold) {
    return cold ? "boot" : "clone";
  }

  private static void one(LabEnvironment labs, Path evidence, boolean cold, Samples samples) {
    String name = kind(cold) + ", one guest: ";
    long start = System.nanoTime();
    try (Lab lab = start(labs, new OneHost().topology(), evidence, cold)) {
      samples.add(name + "ready", millisSince(start));
      samples.add(kind(cold) + ": first exec of true", exec(lab, "host"));
      samples.add(name + "first command ended", millisSince(start));
      for (int i = 0; i < EXECS_PER_ROUND; i++) {
        samples.add(kind(cold) + ": later exec of true", exec(lab, "host"));
      }
    }
  }

  private static void two(LabEnvironment labs, Path evidence, boolean cold, Samples samples) {
    String name = kind(cold) + ", two guests: ";
    long start = System.nanoTime();
    try (Lab lab = start(labs, new TwoPaths().topology(), evidence, cold)) {
      samples.add(name + "ready", millisSince(start));
      CompletableFuture<Double> client = CompletableFuture.supplyAsync(() -> exec(lab, "client"));
      exec(lab, "server");
      client.join();
      samples.add(name + "first command ended on both", millisSince(start));
    }
  }

  private static Lab start(LabEnvironment labs, Topology topology, Path evidence, boolean cold) {
    return labs.start(topology, evidence, result -> {}, cold);
  }

  private static double exec(Lab lab, String guest) {
    long start = System.nanoTime();
    lab.guest(guest).succeed("true");
    return millisSince(start);
  }

  private static double millisSince(long start) {
    return (System.nanoTime() - start) / 1e6;
  }
}
