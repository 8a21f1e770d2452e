// SPDX-License-Identifier: Apache-2.0
package dev.subflow.coverage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.subflow.cache.Cache;
import dev.subflow.cache.WholeFile;
import dev.subflow.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which functions of net/mptcp each test reached when its coverage was taken last; kept in the
 * cache, as {@code coverage/functions.json}. Safe among processes.
 */
public final class CoverageMap {
  private static final String FOLDER = Cache.COVERAGE;
  private static final Logger log = LoggerFactory.getLogger(CoverageMap.class);
  // SocketOptions.survive[2]
  private static final Pattern INVOCATION = Pattern.compile("\\[\\d+]$");

  private final Map<String, Set<String>> functions;

  private CoverageMap(Map<String, Set<String>> functions) {
    this.functions = functions;
  }

  /** Coverage known so far; nothing when none was ever taken. */
  public static CoverageMap load(Cache cache) {
    try {
      Path file = cache.root().resolve(FOLDER).resolve("functions.json");
      if (!Files.exists(file)) {
        return new CoverageMap(Map.of());
      }
      noteUse(file);
      return new CoverageMap(read(file));
    } catch (IOException e) {
      throw cache.explain("Reading the coverage of tests", e);
    }
  }

  private static void noteUse(Path file) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(Instant.now()));
    } catch (IOException e) {
      log.debug("can't note the use of {}", file, e);
    }
  }

  /**
   * Takes what tests reached now; what others reached before stays. A test that reached nothing did
   * not run to its end: what it reached before stays too, and where there is nothing it is kept as
   * unknown, so that the other invocations of a test do not speak for it.
   *
   * @throws dev.subflow.failure.InfrastructureException when the cache can't be written
   */
  public static void update(Cache cache, Map<String, Set<String>> reached) {
    cache.locked(
        FOLDER,
        "Keeping the coverage of tests",
        () -> {
          try {
            Path file = cache.folder(FOLDER).resolve("functions.json");
            Map<String, Set<String>> all =
                new TreeMap<>(Files.exists(file) ? read(file) : Map.of());
            reached.forEach(
                (test, names) -> {
                  if (names.isEmpty()) {
                    all.putIfAbsent(test, new TreeSet<>());
                  } else {
                    all.put(test, new TreeSet<>(names));
                  }
                });
            return WholeFile.write(file, Json.line(all));
          } catch (IOException e) {
            throw cache.explain("Keeping the coverage of tests", e);
          }
        });
  }

  private static Map<String, Set<String>> read(Path file) throws IOException {
    try {
      return Json.read(Files.readAllBytes(file), new TypeReference<Map<String, Set<String>>>() {});
    } catch (JsonProcessingException e) {
      // It is taken anew with the next run.
      return Map.of();
    }
  }

  /** Ids of the tests whose coverage is known; of others nothing can be said. */
  public Set<String> tests() {
    Set<String> known = new TreeSet<>(functions.keySet());
    known.removeIf(test -> functions.getOrDefault(test, Set.of()).isEmpty());
    return known;
  }

  /** Ids of the tests that reached at least one of the functions. */
  public Set<String> testsReaching(Set<String> wanted) {
    Set<String> tests = new TreeSet<>();
    functions.forEach(
        (test, reached) -> {
          if (reached.stream().anyMatch(wanted::contains)) {
            tests.add(test);
          }
        });
    return tests;
  }

  /**
   * The functions that a test reached, in any of its invocations where it has several; absent where
   * that is not known of all of them.
   */
  public Optional<Set<String>> functionsOf(String test) {
    Set<String> reached = new TreeSet<>();
    for (Map.Entry<String, Set<String>> recorded : functions.entrySet()) {
      if (scenario(recorded.getKey()).equals(test) || recorded.getKey().equals(test)) {
        if (recorded.getValue().isEmpty()) {
          return Optional.empty();
        }
        reached.addAll(recorded.getValue());
      }
    }
    return reached.isEmpty() ? Optional.empty() : Optional.of(reached);
  }

  /** The test that an invocation is of: {@code X.y} of {@code X.y[2]}; any other stays. */
  static String scenario(String test) {
    return INVOCATION.matcher(test).replaceFirst("");
  }
}
