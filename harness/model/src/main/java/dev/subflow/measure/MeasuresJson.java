// SPDX-License-Identifier: Apache-2.0
package dev.subflow.measure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.subflow.json.Json;
import java.util.List;
import java.util.Optional;

/** Measures of a test as JSON, for its evidence. */
public final class MeasuresJson {
  /** File of them among the evidence of their test. */
  public static final String FILE = "measures.json";

  private static final ObjectMapper MAPPER = Json.derive().build();

  private MeasuresJson() {}

  /** The text of a file. */
  public static String text(List<Measure> measures) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(measures) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON form of measures", e);
    }
  }

  /** What a text says; empty when it is damaged, or of something else. */
  public static Optional<List<Measure>> parse(String text) {
    try {
      return Optional.ofNullable(MAPPER.readValue(text, Measure[].class)).map(List::of);
    } catch (JsonProcessingException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
