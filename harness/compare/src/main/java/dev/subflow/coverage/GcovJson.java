// SPDX-License-Identifier: Apache-2.0
package dev.subflow.coverage;

import com.fasterxml.jackson.databind.JsonNode;
import dev.subflow.json.Json;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Output of {@code gcov --json-format --stdout}: a document a line. */
final class GcovJson {
  private static final Logger log = LoggerFactory.getLogger(GcovJson.class);
  private static final String COVERED = "net/mptcp/";

  private GcovJson() {}

  /** The counts of net/mptcp; lines that are no documents are left out. */
  static Coverage parse(String text) {
    Coverage all = Coverage.none();
    for (String line : text.lines().toList()) {
      if (line.startsWith("{")) {
        Optional<JsonNode> document = Json.tree(line);
        if (document.isPresent()) {
          all = all.plus(document(document.get()));
        } else {
          log.debug("not a document of gcov: {}", line);
        }
      }
    }
    return all;
  }

  private static Coverage document(JsonNode document) {
    TreeMap<String, Coverage.SourceFile> files = new TreeMap<>();
    for (JsonNode file : document.path("files")) {
      String name = file.path("file").asText();
      int at = name.lastIndexOf(COVERED);
      if (at >= 0) {
        files.merge(name.substring(at), sourceFile(file), Coverage.SourceFile::plus);
      }
    }
    return new Coverage(files);
  }

  private static Coverage.SourceFile sourceFile(JsonNode file) {
    TreeMap<Integer, Long> lines = new TreeMap<>();
    for (JsonNode line : file.path("lines")) {
      lines.merge(line.path("line_number").asInt(), line.path("count").asLong(), Long::sum);
    }
    TreeMap<String, Coverage.Function> functions = new TreeMap<>();
    for (JsonNode function : file.path("functions")) {
      functions.put(
          function.path("name").asText(),
          new Coverage.Function(
              function.path("start_line").asInt(), function.path("execution_count").asLong()));
    }
    return new Coverage.SourceFile(lines, functions);
  }
}
