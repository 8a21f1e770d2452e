// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

import com.fasterxml.jackson.databind.JsonNode;
import dev.subflow.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What {@code mptcp-puppet} answered: error numbers, values of options, poll's events and the last
 * {@code MPTCP_INFO} of each kind, each in the order of the answers. Bytes and times are left out.
 */
final class AnswerWords {
  private static final int MOST = 1000;

  private final Map<String, List<String>> kinds = new LinkedHashMap<>();

  /** Lines by kind; a kind of which there is none is left out. */
  static Map<String, List<String>> of(String stdout) {
    AnswerWords words = new AnswerWords();
    stdout.lines().limit(MOST).flatMap(line -> Json.tree(line).stream()).forEach(words::take);
    return words.kinds;
  }

  private void take(JsonNode answer) {
    if (answer.hasNonNull("errno")) {
      add("errnos", answer.path("errno").asText());
    }
    if (answer.hasNonNull("value")) {
      add("values", answer.path("value").asText());
    }
    if (answer.hasNonNull("events")) {
      add("events", answer.path("events").asText());
    }
    if (answer.path("mptcp").isObject()) {
      info(answer);
    }
  }

  private void info(JsonNode answer) {
    JsonNode full = answer.path("full");
    List<String> lines = new ArrayList<>();
    lines.add("MPTCP_INFO" + kept(answer.path("mptcp")));
    lines.add("MPTCP_FULL_INFO" + kept(full.path("mptcp")));
    for (JsonNode subflow : full.path("subflows")) {
      lines.add("subflow " + subflow.path("id").asText());
    }
    kinds.put("info", lines);
  }

  private static String kept(JsonNode numbers) {
    return numbers.properties().stream()
        .filter(e -> SocketWords.KEPT.contains(e.getKey()))
        .map(e -> " " + e.getKey() + ":" + e.getValue().asText())
        .collect(Collectors.joining());
  }

  /** Whoever asks until something is so gets the same answer many times. */
  private void add(String kind, String line) {
    List<String> lines = kinds.computeIfAbsent(kind, k -> new ArrayList<>());
    if (lines.isEmpty() || !lines.get(lines.size() - 1).equals(line)) {
      lines.add(line);
    }
  }
}
