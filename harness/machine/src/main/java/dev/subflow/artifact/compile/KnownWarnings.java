// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import dev.subflow.cache.Enclosure;
import dev.subflow.cache.WholeFile;
import dev.subflow.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The warnings of all objects of a build folder. A build that goes on from another compiles only
 * some, and the rest still has the warnings it had.
 */
final class KnownWarnings {
  private static final String FILE = ".subflow-warnings.json";

  private final Path file;
  private final Map<String, List<String>> byObject;

  private KnownWarnings(Path file, Map<String, List<String>> byObject) {
    this.file = file;
    this.byObject = byObject;
  }

  static KnownWarnings of(Path out) throws IOException {
    Path file = out.resolve(FILE);
    Map<String, List<String>> known = new TreeMap<>();
    Optional<String> text = Enclosure.of(out).ownText(Path.of(FILE));
    if (text.isPresent()) {
      try {
        known.putAll(
            Json.read(
                text.get().getBytes(StandardCharsets.UTF_8),
                new TypeReference<Map<String, List<String>>>() {}));
      } catch (JsonProcessingException e) {
        // Of a build that was killed while writing it: what is compiled next tells its own again.
        Files.delete(file);
      }
    }
    return new KnownWarnings(file, known);
  }

  /** Takes those of what was compiled just now, also when the build failed after. */
  void update(Map<String, List<String>> compiled) throws IOException {
    compiled.forEach(
        (object, warnings) -> {
          if (warnings.isEmpty()) {
            byObject.remove(object);
          } else {
            byObject.put(object, new ArrayList<>(warnings));
          }
        });
    // Whoever finds half of it forgets the warnings of all that is not compiled again.
    WholeFile.write(file, Json.line(byObject));
  }

  /** All of them, each once. */
  List<String> all() {
    TreeSet<String> all = new TreeSet<>();
    byObject.values().forEach(all::addAll);
    return List.copyOf(all);
  }
}
