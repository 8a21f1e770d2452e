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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What tests that passed saw on one kernel, run after run, kept in the cache: the newest runs of
 * each. Anything else that may change behaviour, such as another version of the tests, makes
 * another history.
 *
 * <p>Where the cache can't be written it says so once and goes on. Thread-safe.
 */
final class BehaviourHistory {
  private static final Logger log = LoggerFactory.getLogger(BehaviourHistory.class);

  /** Runs of a test that are kept. */
  static final int MOST_RUNS = 20;

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

  /** What a test saw before this history was opened, the newest run last. */
  synchronized List<Observation> before(String test) {
    return before.computeIfAbsent(test, this::read);
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
    List<Observation> runs = new ArrayList<>(read(test));
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
  private List<Observation> read(String test) {
    Path file = file(test);
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
    String name = Digests.of(test).substring(0, 32) + ".jsonl";
    return cache.root().resolve(Cache.BEHAVIOUR).resolve(id).resolve(name);
  }
}
