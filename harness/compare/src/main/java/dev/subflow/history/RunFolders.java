// SPDX-License-Identifier: Apache-2.0
package dev.subflow.history;

import dev.subflow.cache.Digests;
import dev.subflow.failure.UsageException;
import dev.subflow.report.RunFacts;
import dev.subflow.report.RunReport;
import dev.subflow.report.TestResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds results of runs in folders. */
final class RunFolders {
  private static final String LINES = "results.jsonl";
  private static final String DOCUMENT = "results.json";

  /** Beside these, results are a comparison's verdicts, and those of its tests are below. */
  private static final List<String> VERDICTS = List.of("regress.json", "bisect.json");

  private static final int DEEPEST = 6;
  private static final long LONGEST_BYTES = 256L << 20;

  private RunFolders() {}

  /**
   * Results in a folder and below, each folder a run.
   *
   * @throws UsageException where that can't be read
   */
  static List<FoundRun> in(Path folder) {
    Path absolute = folder.toAbsolutePath().normalize();
    try (Stream<Path> files = Files.find(absolute, DEEPEST, (f, a) -> a.isRegularFile())) {
      List<FoundRun> runs = new ArrayList<>();
      for (Path file : files.filter(RunFolders::isResults).sorted().toList()) {
        run(file).ifPresent(runs::add);
      }
      return runs;
    } catch (IOException e) {
      throw unreadable(absolute, e);
    } catch (UncheckedIOException e) {
      throw unreadable(absolute, e);
    }
  }

  private static UsageException unreadable(Path folder, Exception e) {
    return new UsageException(
        "no results can be read in " + folder + ": " + e.getMessage() + "; name a run's folder", e);
  }

  private static boolean isResults(Path file) {
    String name = String.valueOf(file.getFileName());
    boolean isOne =
        name.equals(LINES) || (name.equals(DOCUMENT) && !Files.exists(file.resolveSibling(LINES)));
    return isOne && VERDICTS.stream().noneMatch(v -> Files.exists(file.resolveSibling(v)));
  }

  private static Optional<FoundRun> run(Path file) throws IOException {
    if (Files.size(file) > LONGEST_BYTES) {
      throw new UsageException(file + " has more than 256 MiB, which are no results of a run");
    }
    List<TestResult> results = RunReport.parse(Files.readString(file));
    if (results.isEmpty()) {
      return Optional.empty();
    }
    Path folder = Objects.requireNonNull(file.getParent(), "parent");
    for (Path above = folder; above != null; above = above.getParent()) {
      Optional<RunFacts> facts = RunFacts.read(above);
      if (facts.isPresent()) {
        String below = above.relativize(folder).toString();
        String name = String.valueOf(above.getFileName());
        return Optional.of(
            below.isEmpty()
                ? new FoundRun(facts.get().id(), name, folder, facts.get(), results)
                : new FoundRun(
                    facts.get().id() + "/" + below,
                    name + "/" + below,
                    folder,
                    facts.get(),
                    results));
      }
      if (folder.getNameCount() - above.getNameCount() >= 2) {
        break;
      }
    }
    return Optional.of(withoutFacts(folder, results));
  }

  /** A run from before there were facts: its results are the same wherever the folder went. */
  private static FoundRun withoutFacts(Path folder, List<TestResult> results) {
    TestResult first = results.get(0);
    String id = Digests.of(folder.getFileName() + " " + first.id() + " " + first.started());
    RunFacts none = new RunFacts(id, first.started(), "", "", "", "", 0, List.of());
    return new FoundRun(id, String.valueOf(folder.getFileName()), folder, none, results);
  }
}
