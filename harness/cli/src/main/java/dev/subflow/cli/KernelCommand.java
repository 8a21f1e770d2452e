// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.artifact.Artifacts;
import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.artifact.kernel.KnownKernel;
import dev.subflow.cache.Cache;
import dev.subflow.report.Sanitizer;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The kernels that guests can run. */
@Command(
    name = "kernel",
    description = "Lists, fetches and builds kernels.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND")
final class KernelCommand {
  private final Streams streams;

  KernelCommand(Streams streams) {
    this.streams = streams;
  }

  @Command(
      name = "list",
      description = "Lists the prebuilt kernels that can be asked for today.",
      mixinStandardHelpOptions = true)
  int list(@Option(names = "--json", description = "Print JSON.") boolean json) {
    List<KnownKernel> kernels;
    try (Progress progress = Progress.onErr(streams)) {
      kernels = artifacts(progress).knownKernels();
    }
    if (json) {
      streams.out().println(Json.pretty(kernels));
      return ExitCodes.PASSED;
    }
    Table table = new Table("RELEASE", "VERSION", "SUITE", "CACHED", "NAMES");
    for (KnownKernel k : kernels) {
      table.row(
          k.release(),
          k.version(),
          k.suite(),
          k.cached() ? "yes" : "no",
          String.join(" ", k.names()));
    }
    table.lines().forEach(streams.out()::println);
    return ExitCodes.PASSED;
  }

  @Command(
      name = "fetch",
      description = "Fetches a kernel into the cache, and checks its configuration.",
      mixinStandardHelpOptions = true)
  int fetch(
      @Parameters(paramLabel = "KERNEL", description = "Name or path, as for --kernel.")
          String name,
      @Option(names = "--json", description = "Print JSON.") boolean json) {
    Kernel kernel;
    try (Progress progress = Progress.onErr(streams)) {
      kernel = artifacts(progress).kernel(name);
    }
    if (json) {
      streams.out().println(Json.pretty(kernel));
    } else {
      streams
          .out()
          .println(
              Sanitizer.line(name + " is " + kernel.release() + " (" + kernel.version() + ")")
                  + "\n"
                  + kernel.image());
    }
    return ExitCodes.PASSED;
  }

  private static Artifacts artifacts(Progress progress) {
    return new Artifacts(Home.find(), Cache.ofUser(), progress::status);
  }
}
