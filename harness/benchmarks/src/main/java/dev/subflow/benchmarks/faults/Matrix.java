// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import dev.subflow.artifact.Artifacts;
import dev.subflow.cache.Cache;
import dev.subflow.failure.UsageException;
import dev.subflow.lab.LabSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Tries of faults in kinds of runs, one after the other.
 *
 * @param home the checkout
 * @param folder where tries are noted, and what wrong ones left is kept
 * @param page where the table goes
 * @param out takes a line for each try
 */
public record Matrix(Path home, Path folder, Path page, PrintWriter out) {
  private static final String TRIES = "tries.tsv";

  /**
   * Brings faults about.
   *
   * @param tries how many of each cell
   * @param only names of faults; all if none
   * @param wheres names of kinds of runs; all if none
   * @param afresh whether earlier tries of these cells are forgotten
   * @return whether all tries were right
   * @throws UsageException for a name that is unknown
   */
  public boolean run(int tries, List<String> only, List<String> wheres, boolean afresh)
      throws IOException, InterruptedException {
    Cache cache = Cache.ofUser();
    List<Fault> faults = chosen(Faults.all(cache.root()), Fault::name, only);
    List<Where> kinds = chosen(kinds(), Where::name, wheres);
    if (afresh) {
      Tries.forget(
          folder.resolve(TRIES),
          faults.stream().map(Fault::name).toList(),
          kinds.stream().map(Where::name).toList());
    }
    if (kinds.stream().anyMatch(InKselftest.class::isInstance)) {
      writeTree(cache);
    }
    Stage stage = new Stage(home, Files.createDirectories(folder.resolve("runs")), machine());
    boolean right = true;
    for (int number = 1; number <= tries; number++) {
      for (Fault fault : faults) {
        for (Where where : kinds) {
          if (where.takes(fault)) {
            Try one = stage.happen(fault, where, number);
            Tries.add(folder.resolve(TRIES), one);
            writePage();
            tell(one);
            right &= one.isRight();
          }
        }
      }
    }
    return right;
  }

  /** Writes the page of all tries that are noted. */
  public void writePage() throws IOException {
    List<String> rows = Faults.all(Path.of("/")).stream().map(Fault::name).toList();
    List<String> columns = kinds().stream().map(Where::name).toList();
    Files.writeString(page, new MatrixPage(rows, columns).text(Tries.read(folder.resolve(TRIES))));
  }

  private List<Where> kinds() {
    return List.of(
        new InScenario(false), new InScenario(true), new InKselftest(tree()), new InRegress());
  }

  private Path tree() {
    return folder.resolve("tree");
  }

  private void writeTree(Cache cache) throws IOException {
    Artifacts artifacts = new Artifacts(home, cache, out::println);
    Path made = artifacts.made("faults", artifacts.kernel(LabSettings.DEFAULT_KERNEL));
    Path written = FaultyTree.write(tree(), Faults.all(cache.root()), made.resolve("faults.ko"));
    out.println("selftests in " + written);
  }

  private void tell(Try one) {
    out.printf(
        "%-5s %-26s %-10s %-12s %5.1f s  %s%n",
        one.isRight() ? "right" : "WRONG",
        one.fault(),
        one.where(),
        one.end(),
        one.elapsed().toMillis() / 1e3,
        one.wrong());
    out.flush();
  }

  private static <T> List<T> chosen(List<T> all, Function<T, String> name, List<String> names) {
    List<String> known = all.stream().map(name).toList();
    List<String> unknown = new ArrayList<>(names);
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw new UsageException(
          "\"" + unknown.get(0) + "\" is unknown; there are: " + String.join(", ", known));
    }
    return names.isEmpty()
        ? all
        : all.stream().filter(one -> names.contains(name.apply(one))).toList();
  }

  private static String machine() throws IOException {
    // MemTotal:       24689764 kB
    String memory = Files.readAllLines(Path.of("/proc/meminfo")).get(0).replaceAll("\\D", "");
    return Runtime.getRuntime().availableProcessors()
        + " processors, "
        + Math.round(Long.parseLong(memory) / 1048576.0)
        + " GiB, Linux "
        + System.getProperty("os.version")
        + ", as "
        + System.getProperty("user.name");
  }
}
