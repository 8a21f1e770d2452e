// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.artifact.Artifacts;
import dev.subflow.artifact.Preparation;
import dev.subflow.artifact.compile.BuildRequest;
import dev.subflow.artifact.compile.BuiltKernel;
import dev.subflow.cache.Cache;
import dev.subflow.failure.UsageException;
import dev.subflow.report.Sanitizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Builds a kernel from source. */
@Command(
    name = "build",
    description = {
      "Builds a kernel and prints the folder to give to --kernel.",
      "It is compiled in a Debian of its own, beside the sources and never in them; what was built"
          + " before is not built again, and of a changed tree only what depends on the change."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Examples:",
      "  subflow kernel build --tree ~/src/linux",
      "  subflow kernel build --tree ~/src/linux --rev v7.3 --patch fix.patch",
      "  subflow kernel build --tree ~/src/linux --series 987654",
      "  subflow kernel build --package 7.3 --config base,mptcp,debug -- -e KUNIT"
    })
final class KernelBuildCommand implements Callable<Integer> {
  private final Streams streams;

  @Option(
      names = "--tree",
      paramLabel = "DIR",
      description = "Kernel tree to build as it is on disk, or whose revision --rev names.")
  private @Nullable Path tree;

  @Option(
      names = "--rev",
      paramLabel = "REV",
      description = "Revision of the git tree; its checkout is left alone.")
  private @Nullable String revision;

  @Option(
      names = "--package",
      paramLabel = "VERSION",
      description =
          "Version of a linux-source-* package of Debian, such as 7.3, instead of a tree.")
  private @Nullable String packageVersion;

  @Mixin private final PatchOptions patches = new PatchOptions();

  @Option(
      names = "--config",
      paramLabel = "FRAGMENT",
      split = ",",
      defaultValue = "base,mptcp",
      description =
          "Fragments of the configuration: names of kernel-configs/ (base, mptcp, debug,"
              + " lockdep, kcsan, faults, btf, coverage, virtme), or paths (default: ${DEFAULT-VALUE}).")
  private List<String> fragments = new ArrayList<>();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Parameters(
      paramLabel = "EXTRA",
      description = "After \"--\": more options, such as X=y, -e X, -d X, -m X, --set-val X 5.")
  private List<String> extra = new ArrayList<>();

  KernelBuildCommand(Streams streams) {
    this.streams = streams;
  }

  @Override
  public Integer call() {
    patches.check();
    BuiltKernel kernel;
    try (Progress progress = Progress.onErr(streams)) {
      BuildRequest request =
          new BuildRequest(source(), patches.read(progress::status), fragments, extra);
      Artifacts artifacts =
          new Artifacts(
              Home.find(), new Cache(Cache.ofUser().root(), progress::status), progress::working);
      Preparation.toBuild(artifacts, progress::status);
      kernel = artifacts.kernelBuilder().build(request);
    }
    if (json) {
      streams.out().println(Json.pretty(kernel));
      return ExitCodes.PASSED;
    }
    streams
        .err()
        .println(
            Sanitizer.line(kernel.release())
                + ", "
                + (kernel.warnings().isEmpty()
                    ? "no warnings"
                    : kernel.warnings().size()
                        + " warning"
                        + (kernel.warnings().size() == 1 ? "" : "s"))
                + ", "
                + Durations.text(kernel.took()));
    kernel.warnings().forEach(warning -> streams.err().println("  " + Sanitizer.line(warning)));
    streams.out().println(kernel.folder());
    return ExitCodes.PASSED;
  }

  private BuildRequest.Source source() {
    Optional<Path> dir = Optional.ofNullable(tree);
    Optional<String> rev = Optional.ofNullable(revision);
    Optional<String> version = Optional.ofNullable(packageVersion);
    if (version.isPresent() && (dir.isPresent() || rev.isPresent())) {
      throw new UsageException("--package takes the place of --tree and --rev: give one of them.");
    }
    if (version.isPresent()) {
      return new BuildRequest.Package(version.get());
    }
    // Like git, in a tree one means that tree.
    Path where = dir.orElse(Path.of(""));
    return rev.<BuildRequest.Source>map(r -> new BuildRequest.Revision(where, r))
        .orElseGet(() -> new BuildRequest.Tree(where));
  }
}
