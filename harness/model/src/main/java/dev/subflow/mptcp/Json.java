// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;

/** Reads the JSON that tools print with {@code -j}. */
final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper(
          JsonFactory.builder()
              .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(50).build())
              .build());

  private Json() {}

  /** Whether a text is meant as JSON: no tool's plain output starts with these. */
  static boolean looksLike(String text) {
    String start = text.stripLeading();
    // ip mptcp monitor starts its lines with "[  CREATED]"; it does not come here.
    return start.startsWith("{") || start.startsWith("[");
  }

  /** The value, or empty when the text is not valid JSON. */
  static Optional<JsonNode> read(String text) {
    try {
      return Optional.ofNullable(MAPPER.readTree(text));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
