// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks;

import dev.subflow.cache.Cache;
import dev.subflow.cache.CacheEntry;
import dev.subflow.cache.CacheKey;
import dev.subflow.lab.Lab;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.lab.LabSettings;
import dev.subflow.topology.Topology;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Times the making of templates. */
@Command(
    name = "TemplateMaking",
    mixinStandardHelpOptions = true,
    description = {
      "Machines that differ in a MiB of memory, so that each needs a template of its own: made, and",
      "its first copy ready; then another copy. The templates are removed at the end."
    })
public final class TemplateMaking implements Callable<Integer> {
  private static final int MEMORY_MIB = 256;
  private static final String KIND = "template";

  @Mixin private final EnvironmentOptions environment = new EnvironmentOptions();

  @Option(names = "--rounds", defaultValue = "20", description = "default ${DEFAULT-VALUE}")
  private int rounds;

  @Spec private @Nullable CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new TemplateMaking()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Cache cache = new Cache(LabSettings.defaultCache());
    Set<Path> before = cache.entries().stream().map(CacheEntry::path).collect(Collectors.toSet());
    Samples times = new Samples();
    Samples sizes = new Samples();
    try (LabEnvironment labs = environment.open();
        TemporaryFolder evidence = TemporaryFolder.create()) {
      out.println(EnvironmentOptions.describe(labs));
      for (int round = 1; round <= rounds; round++) {
        Topology topology = machine(MEMORY_MIB + round);
        times.add("template made, its first copy ready", start(labs, topology, evidence.path()));
        times.add("another copy ready", start(labs, topology, evidence.path()));
      }
    } finally {
      for (CacheEntry entry : cache.entries()) {
        if (entry.kind().equals(KIND) && !before.contains(entry.path())) {
          sizes.add("a template on the disk", entry.sizeBytes() / (1024.0 * 1024));
          cache.remove(new CacheKey(KIND, new TreeMap<>(entry.inputs())));
        }
      }
    }
    times.print(out, "milliseconds");
    sizes.print(out, "MiB");
    return 0;
  }

  private static Topology machine(int memoryMib) {
    return Topology.builder("template-making").host("host", h -> h.memoryMib(memoryMib)).build();
  }

  private static double start(LabEnvironment labs, Topology topology, Path evidence) {
    long start = System.nanoTime();
    try (Lab lab = labs.start(topology, evidence, result -> {}, false)) {
      Objects.requireNonNull(lab);
      return (System.nanoTime() - start) / 1e6;
    }
  }
}
