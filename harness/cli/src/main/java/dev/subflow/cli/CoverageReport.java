// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.artifact.Artifacts;
import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.artifact.kernel.KernelConfig;
import dev.subflow.cache.Cache;
import dev.subflow.coverage.Coverage;
import dev.subflow.coverage.CoverageMap;
import dev.subflow.coverage.CoverageReader;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.report.RunSummary;
import dev.subflow.report.Sanitizer;
import dev.subflow.report.TestResult;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Coverage that a run reached of net/mptcp: as tables, as lcov, and kept for later. */
final class CoverageReport {
  private static final String FILE = "coverage.info";

  private final PrintStream out;
  private final Style style;

  CoverageReport(PrintStream out, Style style) {
    this.out = out;
    this.style = style;
  }

  /**
   * Refuses a kernel that counts nothing.
   *
   * @throws UsageException when it does not
   */
  static void requireCounts(Kernel kernel) {
    try {
      boolean counts =
          kernel.config().isPresent()
              && KernelConfig.parse(Files.readString(kernel.config().get())).has("GCOV_KERNEL");
      if (!counts || kernel.tree().isEmpty()) {
        throw new UsageException(
            "Kernel "
                + kernel.requested()
                + " counts no coverage: it was not built with CONFIG_GCOV_KERNEL. Build one with"
                + " \"subflow kernel build --config base,mptcp,coverage\", or name one such as"
                + " --kernel tree:DIR@REV#coverage.");
      }
    } catch (IOException e) {
      throw new InfrastructureException("the configuration of the kernel can't be read", e);
    }
  }

  void print(Path home, RunSummary summary, Path folder) {
    Map<String, Path> evidence = new LinkedHashMap<>();
    for (TestResult result : summary.results()) {
      result.evidence().ifPresent(e -> evidence.put(result.scenario(), folder.resolve(e)));
    }
    Cache cache = Cache.ofUser();
    Artifacts artifacts = new Artifacts(home, cache, text -> {});
    Map<String, Coverage> coverage = new CoverageReader(artifacts.toolbox()).read(evidence);
    if (coverage.isEmpty()) {
      out.println("No coverage: no guest lived to tell what it counted.");
      return;
    }
    Map<String, Set<String>> functions = new TreeMap<>();
    coverage.forEach((test, of) -> functions.put(test, of.functionsReached()));
    try {
      CoverageMap.update(cache, functions);
    } catch (InfrastructureException e) {
      out.println(Sanitizer.line("Tests can't be picked by this coverage: " + e.getMessage()));
    }
    coverage.forEach(
        (test, of) -> {
          Path own = evidence.get(test);
          if (own != null) {
            CoverageReader.write(own.resolve(FILE), Map.of(test, of));
          }
        });
    CoverageReader.write(folder.resolve(FILE), coverage);
    tables(coverage);
    out.println();
    out.println("lcov: " + RunPrinter.relative(folder.resolve(FILE)));
  }

  private void tables(Map<String, Coverage> coverage) {
    Table tests = new Table("LINES", "FUNCTIONS", "SCENARIO");
    new TreeMap<>(coverage)
        .forEach((test, of) -> tests.row(of.lines().toString(), of.functions().toString(), test));
    Coverage all = coverage.values().stream().reduce(Coverage.none(), Coverage::plus);
    Table files = new Table("LINES", "FUNCTIONS", "FILE");
    all.files()
        .forEach(
            (path, file) -> {
              TreeMap<String, Coverage.SourceFile> one = new TreeMap<>(Map.of(path, file));
              Coverage of = new Coverage(one);
              files.row(of.lines().toString(), of.functions().toString(), path);
            });
    files.row(all.lines().toString(), all.functions().toString(), "in all");
    for (Table table : new Table[] {tests, files}) {
      out.println();
      out.println(style.bold(table.lines().get(0)));
      table.lines().stream().skip(1).map(Sanitizer::line).forEach(out::println);
    }
  }
}
