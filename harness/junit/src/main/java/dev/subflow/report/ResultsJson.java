// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.util.List;
import java.util.Optional;

/** Results as JSON: times as ISO 8601, absent values as null. */
final class ResultsJson {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          // A newer harness may have written the file.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private ResultsJson() {}

  static String line(TestResult result) {
    return write(result, false) + "\n";
  }

  static String document(RunSummary summary) {
    return write(summary, true) + "\n";
  }

  /** The result of a line; empty when it is damaged, as the last one of a killed run may be. */
  static Optional<TestResult> parseLine(String line) {
    try {
      return Optional.ofNullable(MAPPER.readValue(line, TestResult.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** The results of a document; none when it is not one. */
  static List<TestResult> parseDocument(String text) {
    try {
      RunSummary summary = MAPPER.readValue(text, RunSummary.class);
      return summary == null ? List.of() : summary.results();
    } catch (JsonProcessingException e) {
      return List.of();
    }
  }

  private static String write(Object value, boolean indented) {
    try {
      return indented
          ? MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(value)
          : MAPPER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("records of strings and numbers always have a JSON form", e);
    }
  }
}
