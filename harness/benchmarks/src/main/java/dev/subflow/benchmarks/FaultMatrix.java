// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks;

import dev.subflow.benchmarks.faults.Matrix;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs that faults befall, and how they end. */
@Command(
    name = "FaultMatrix",
    mixinStandardHelpOptions = true,
    description = {
      "Brings faults about in runs of the command line, and looks whether each run ends as it has to,",
      "with its evidence and nothing left behind. Tries are noted in a file as they come; the page is",
      "made of all that are there. Exit code 1 when a try was wrong. Needs root, for mounts."
    })
public final class FaultMatrix implements Callable<Integer> {
  @Option(
      names = "--home",
      defaultValue = "${sys:subflow.home:-.}",
      description = "checkout, default the one of this build")
  private Path given = Path.of("");

  @Option(
      names = "--tries",
      defaultValue = "1",
      description = "of each cell; 0 only writes the page; default ${DEFAULT-VALUE}")
  private int tries;

  @Option(names = "--only", paramLabel = "FAULT", description = "may be repeated; default all")
  private List<String> only = List.of();

  @Option(
      names = "--where",
      paramLabel = "WHERE",
      description = "first, second, kselftest, regress; may be repeated; default all")
  private List<String> wheres = List.of();

  @Option(names = "--afresh", description = "forget earlier tries of the cells that are tried")
  private boolean afresh;

  @Option(
      names = "--folder",
      description =
          "where tries are noted, and what wrong ones left is kept; default target/fault-matrix")
  private Optional<Path> folder = Optional.empty();

  @Option(names = "--page", description = "default harness/docs/fault-matrix.md")
  private Optional<Path> page = Optional.empty();

  @Spec private @Nullable CommandSpec spec;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new FaultMatrix()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
    Path home = given.toAbsolutePath().normalize();
    Matrix matrix =
        new Matrix(
            home,
            folder.orElse(home.resolve("target/fault-matrix")).toAbsolutePath(),
            page.orElse(home.resolve("harness/docs/fault-matrix.md")),
            out);
    try {
      boolean right = matrix.run(tries, only, wheres, afresh);
      matrix.writePage();
      return right ? 0 : 1;
    } catch (UsageException e) {
      out.println(e.getMessage());
      return 2;
    }
  }
}
