// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.subflow.json.Json;
import java.util.List;
import java.util.Optional;

/** Results as JSON. */
final class ResultsJson {
  private ResultsJson() {}

  static String line(TestResult result) {
    return Json.line(result) + "\n";
  }

  static String document(RunSummary summary) {
    return Json.pretty(summary) + "\n";
  }

  /** The result of a line; empty when it is damaged, as the last one of a killed run may be. */
  static Optional<TestResult> parseLine(String line) {
    try {
      return Optional.of(Json.read(line, TestResult.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** The results of a document; none when it is not one. */
  static List<TestResult> parseDocument(String text) {
    try {
      return Json.read(text, RunSummary.class).results();
    } catch (JsonProcessingException e) {
      return List.of();
    }
  }
}
