// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.cache.Cache;
import dev.subflow.cache.Digests;
import dev.subflow.cache.WholeFile;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.observe.Observation;
import dev.subflow.observe.ObservationJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What tests that passed saw on one kernel, run after run, kept in the cache: the newest runs of
 * each. Anything else that may change behaviour, such as another version of the tests, makes
 * another history.
 *
 * <p>Where the cache can't be written it says so once and goes on. Thread-safe.
 */
public final class BehaviourHistory {
  private static final Logger log = LoggerFactory.getLogger(BehaviourHistory.class);

  /** Runs of a test that are kept. */
  static final int MOST_RUNS = 20;

  private static final String ENDING = ".jsonl";

  /** A longer file is not of these. */
  private static final long LONGEST_BYTES = 8L << 20;

  private final Cache cache;
  private final String id;
  private final String kernel;
  private final Map<String, List<Observation>> before = new HashMap<>();
  private boolean told;

  /**
   * A history.
   *
   * @param kernel its name and version, for people
   * @param surroundings everything that behaviour depends on, the kernel too
   */
  BehaviourHistory(Cache cache, String kernel, String surroundings) {
    this.cache = cache;
    this.kernel = kernel;
    this.id = Digests.of(surroundings).substring(0, 16);
  }

  /**
   * All that is kept: what each test saw, by folder of the kernel in its surroundings and by file
   * of the test.
   */
  public static Map<Path, Map<Path, List<Observation>>> all(Cache cache) {
    Map<Path, Map<Path, List<Observation>>> all = new TreeMap<>();
    for (Path file : files(cache.root().resolve(Cache.BEHAVIOUR))) {
      all.computeIfAbsent(Objects.requireNonNull(file.getParent(), "parent"), f -> new TreeMap<>())
          .put(file, read(file));
    }
    return all;
  }

  private static List<Path> files(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder, 2)) {
      return files.filter(file -> file.toString().endsWith(ENDING)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + folder, e);
    }
  }

  /** Observations of a test from before this history was opened, the newest last. */
  synchronized List<Observation> before(String test) {
    return before.computeIfAbsent(test, t -> read(file(t)));
  }

  /** Keeps what a run of a test saw. */
  synchronized void add(String test, Observation seen) {
    var unused = before(test);
    try {
      unused =
          cache.locked(
              Cache.BEHAVIOUR + "-" + id, "Keeping what tests saw", () -> append(test, seen));
    } catch (InfrastructureException | UncheckedIOException e) {
      if (!told) {
        log.warn("what tests see is not kept for later runs: {}", e.getMessage());
      }
      told = true;
    }
  }

  private List<Observation> append(String test, Observation seen) {
    List<Observation> runs = new ArrayList<>(read(file(test)));
    runs.add(seen);
    StringBuilder lines = new StringBuilder();
    runs.stream()
        .skip(Math.max(0, runs.size() - MOST_RUNS))
        .forEach(run -> lines.append(ObservationJson.line(run)).append('\n'));
    Path file = file(test);
    try {
      Path folder = cache.folder(Cache.BEHAVIOUR).resolve(id);
      Files.createDirectories(folder);
      Path name = folder.resolve(Cache.BEHAVIOUR_KERNEL);
      if (!Files.exists(name)) {
        WholeFile.write(name, kernel + "\n");
      }
      WholeFile.write(file, lines.toString());
      return runs;
    } catch (IOException e) {
      throw cache.explain("Writing " + file, e);
    }
  }

  /** A line that can't be read is passed over. */
  private static List<Observation> read(Path file) {
    try {
      if (!Files.isRegularFile(file) || Files.size(file) > LONGEST_BYTES) {
        return List.of();
      }
      return Files.readAllLines(file).stream()
          .flatMap(line -> ObservationJson.parse(line).stream())
          .toList();
    } catch (IOException e) {
      log.debug("cannot read {}", file, e);
      return List.of();
    }
  }

  /** Names of tests may have anything in them. */
  private Path file(String test) {
    String name = Digests.of(test).substring(0, 32) + ENDING;
    return cache.root().resolve(Cache.BEHAVIOUR).resolve(id).resolve(name);
  }
}
