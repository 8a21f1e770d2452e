// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.subflow.json.Json;
import java.util.Optional;

/** Observations as JSON that one may read and compare by eye: a line for each line of a part. */
public final class ObservationJson {
  private static final JsonMapper MAPPER =
      Json.derive()
          .enable(SerializationFeature.WRITE_SINGLE_ELEM_ARRAYS_UNWRAPPED)
          .enable(DeserializationFeature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
          .build();

  private static final ObjectWriter WRITER =
      MAPPER.writer(
          new DefaultPrettyPrinter().withArrayIndenter(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE));

  private ObservationJson() {}

  /** The text of a file. */
  public static String text(Observation observation) {
    try {
      return WRITER.writeValueAsString(observation) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON form of an observation", e);
    }
  }

  /** The same as one line, without its end. */
  public static String line(Observation observation) {
    try {
      return MAPPER.writeValueAsString(observation);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON form of an observation", e);
    }
  }

  /** What a text says; empty when it is damaged, or of something else. */
  public static Optional<Observation> parse(String text) {
    try {
      return Optional.ofNullable(MAPPER.readValue(text, Observation.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
