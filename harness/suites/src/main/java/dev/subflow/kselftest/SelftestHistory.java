// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.subflow.cache.Cache;
import dev.subflow.cache.WholeFile;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.json.Json;
import dev.subflow.ktap.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * History of subtests, their ends and their times, run after run: a line of JSON for each attempt,
 * in the cache. A line that can't be read is passed over, and of a long history the older half is
 * forgotten.
 */
public final class SelftestHistory {
  private static final Logger log = LoggerFactory.getLogger(SelftestHistory.class);

  /** Size that a file may have; then its older half goes. */
  private static final long LONGEST_BYTES = 8L << 20;

  private final Cache cache;
  private final Path file;
  private final long longestBytes;

  private SelftestHistory(Cache cache, String name, long longestBytes) {
    this.cache = cache;
    this.file = cache.root().resolve(Cache.HISTORY).resolve(name);
    this.longestBytes = longestBytes;
  }

  /** The history of a folder of selftests. */
  public static SelftestHistory of(Path cache, String folder) {
    return of(cache, folder, LONGEST_BYTES);
  }

  static SelftestHistory of(Path cache, String folder, long longestBytes) {
    String name = "kselftest-" + folder.replace('/', '-') + ".jsonl";
    return new SelftestHistory(new Cache(cache), name, longestBytes);
  }

  /**
   * One attempt.
   *
   * @param kernel version of the kernel under test
   * @param bundle what tells the selftests from others of the same names
   * @param id script and subtest
   * @param millis how long it took; -1 where that is not known
   */
  public record Attempt(String kernel, String bundle, String id, Outcome outcome, long millis) {
    public Attempt {
      Objects.requireNonNull(kernel, "kernel");
      Objects.requireNonNull(bundle, "bundle");
      Objects.requireNonNull(id, "id");
      Objects.requireNonNull(outcome, "outcome");
    }
  }

  /** All attempts, the oldest one first. */
  public List<Attempt> attempts() {
    List<Attempt> attempts = new ArrayList<>();
    if (!Files.exists(file)) {
      return attempts;
    }
    try {
      for (String line : Files.readAllLines(file)) {
        read(line).ifPresent(attempts::add);
      }
      return attempts;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
  }

  /**
   * Attempts at what was chosen, the oldest one first.
   *
   * @throws dev.subflow.failure.UsageException for a script or a subtest that never ran
   */
  public List<Attempt> attempts(SelftestChoice choice) {
    return new ChosenAttempts(attempts()).of(choice);
  }

  /** A line that a full disk cut, or that another version wrote, is none. */
  private static Optional<Attempt> read(String line) {
    try {
      return Optional.of(Json.read(line, Attempt.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** Time that each subtest took when it last passed, on whatever kernel; scripts by their sum. */
  public Map<String, Duration> durations() {
    return durations(Map.of());
  }

  /**
   * The same, with what is known from elsewhere of subtests that never passed here.
   *
   * @param elsewhere times by script and subtest
   */
  Map<String, Duration> durations(Map<String, Duration> elsewhere) {
    Map<String, Long> millis = new LinkedHashMap<>();
    elsewhere.forEach((id, time) -> millis.put(id, time.toMillis()));
    attempts().stream()
        .filter(a -> a.outcome().isGood() && a.millis() > 0)
        .forEach(a -> millis.put(a.id(), a.millis()));
    Map<String, Long> all = new LinkedHashMap<>(millis);
    millis.forEach((id, time) -> all.merge(id.substring(0, id.indexOf(':')), time, Long::sum));
    Map<String, Duration> durations = new LinkedHashMap<>();
    all.forEach((id, time) -> durations.put(id, Duration.ofMillis(time)));
    return durations;
  }

  /** The subtests that the scripts of a bundle had whenever they printed results, by script. */
  public Map<String, List<String>> subtests(String bundle) {
    Map<String, Set<String>> names = new LinkedHashMap<>();
    attempts().stream()
        .filter(a -> a.bundle().equals(bundle) && a.millis() >= 0)
        .forEach(
            a -> {
              String script = a.id().substring(0, a.id().indexOf(':'));
              String name = a.id().substring(script.length() + 1);
              if (!name.equals(script)) {
                names.computeIfAbsent(script, s -> new LinkedHashSet<>()).add(name);
              }
            });
    Map<String, List<String>> lists = new LinkedHashMap<>();
    names.forEach((script, all) -> lists.put(script, List.copyOf(all)));
    return lists;
  }

  /**
   * Keeps what came of a run. Where the cache can't be written it says so and goes on: the run has
   * its results all the same.
   */
  public void add(String kernel, String bundle, List<SuiteResult> results) {
    StringBuilder lines = new StringBuilder();
    for (SuiteResult result : results) {
      for (SubtestResult attempt : result.attempts()) {
        long millis = attempt.time().map(Duration::toMillis).orElse(-1L);
        Attempt one = new Attempt(kernel, bundle, attempt.id(), attempt.outcome(), millis);
        lines.append(Json.line(one)).append('\n');
      }
    }
    try {
      var unused =
          cache.locked(
              Cache.HISTORY + "-" + file.getFileName(),
              "Keeping how selftests ended",
              () -> append(lines.toString()));
    } catch (InfrastructureException | UncheckedIOException e) {
      log.warn("how these selftests ended is not kept for later runs: {}", e.getMessage());
    }
  }

  private Path append(String lines) {
    try {
      Files.createDirectories(file.getParent());
      Files.writeString(file, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      return Files.size(file) > longestBytes ? forgetHalf() : file;
    } catch (IOException e) {
      throw cache.explain("Writing " + file, e);
    }
  }

  private Path forgetHalf() throws IOException {
    List<String> lines = Files.readAllLines(file);
    List<String> younger = lines.subList(lines.size() / 2, lines.size());
    return WholeFile.write(file, String.join("\n", younger) + "\n");
  }
}
