// SPDX-License-Identifier: Apache-2.0
package dev.subflow.coverage;

import dev.subflow.artifact.root.Toolbox;
import dev.subflow.artifact.root.ToolboxCommand;
import dev.subflow.cache.Folders;
import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes coverage of what guests counted: {@code gcov-GUEST.tar} in the evidence of tests. */
public final class CoverageReader {
  private static final Duration LIMIT = Duration.ofMinutes(20);
  private static final Path WORK = Path.of("/work");

  private static final String SCRIPT =
      """
      tab=$(printf '\\t')
      while IFS="$tab" read -r number counts tree; do
        mkdir "/work/$number"
        cd "/work/$number"
        tar -xf "$counts"
        ln -s "$tree"/net/mptcp/*.gcno .
        gcov --json-format --stdout *.gcda >"/work/$number.json" 2>"/work/$number.err" || :
        cd /
        rm -r "/work/$number"
      done </work/list
      """;

  private final Toolbox toolbox;

  public CoverageReader(Toolbox toolbox) {
    this.toolbox = toolbox;
  }

  /** The counts of one guest: which test it ran, the file, and the tree its kernel is of. */
  private record Counts(String test, Path file, Path tree) {}

  /**
   * Reads the counts of a run.
   *
   * @param evidence the folder of each test, by its id
   * @return coverage by test, empty for tests that counted nothing; none where none did
   */
  public Map<String, Coverage> read(Map<String, Path> evidence) {
    try {
      List<Counts> counts = new ArrayList<>();
      for (Map.Entry<String, Path> test : evidence.entrySet()) {
        for (Path file : Folders.children(test.getValue())) {
          Path tree = file.resolveSibling(file.getFileName() + ".tree");
          if (file.toString().endsWith(".tar") && Files.exists(tree)) {
            Path of = Path.of(Files.readString(tree).strip());
            counts.add(new Counts(test.getKey(), file.toAbsolutePath(), of));
          }
        }
      }
      return counts.isEmpty() ? Map.of() : ofAll(evidence.keySet(), read(counts));
    } catch (IOException e) {
      throw new InfrastructureException("The coverage can't be read: " + e.getMessage(), e);
    }
  }

  /** Coverage of tests, those included that counted nothing. */
  static Map<String, Coverage> ofAll(Set<String> tests, Map<String, Coverage> counted) {
    Map<String, Coverage> all = new LinkedHashMap<>();
    tests.forEach(test -> all.put(test, counted.getOrDefault(test, Coverage.none())));
    return all;
  }

  private Map<String, Coverage> read(List<Counts> counts) throws IOException {
    Path work = Files.createTempDirectory("subflow-coverage");
    try {
      StringBuilder list = new StringBuilder();
      ToolboxCommand command =
          toolbox.command("sh", "-ec", SCRIPT).writing(work, WORK).limit(LIMIT);
      Set<Path> shown = new LinkedHashSet<>();
      for (int i = 0; i < counts.size(); i++) {
        Counts one = counts.get(i);
        list.append(i).append('\t').append(one.file()).append('\t').append(one.tree()).append('\n');
        shown.add(one.tree());
        shown.add(one.file());
      }
      for (Path path : shown) {
        command = command.reading(path);
      }
      Files.writeString(work.resolve("list"), list.toString());
      var unused = command.output();
      Map<String, Coverage> coverage = new LinkedHashMap<>();
      for (int i = 0; i < counts.size(); i++) {
        Coverage of = GcovJson.parse(Files.readString(work.resolve(i + ".json")));
        coverage.merge(counts.get(i).test(), of, Coverage::plus);
      }
      return coverage;
    } finally {
      Folders.discard(work);
    }
  }

  /** Writes coverage as lcov has it, a section for each test. */
  public static void write(Path file, Map<String, Coverage> coverage) {
    StringBuilder text = new StringBuilder();
    coverage.forEach((test, of) -> text.append(Lcov.text(test, of)));
    try {
      Files.writeString(file, text.toString());
    } catch (IOException e) {
      throw new InfrastructureException("The coverage can't be written to " + file, e);
    }
  }
}
