// SPDX-License-Identifier: Apache-2.0
package dev.subflow.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes JSON: times as ISO 8601, absent values as null. Fields that nobody knows are
 * passed over, as a newer harness may have written them; what nests deeper than 50 is refused.
 */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(50).build())
                  .build())
          .addModule(new Jdk8Module())
          .addModule(new JavaTimeModule())
          .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  private Json() {}

  /** Whether a text is meant as JSON: no tool's plain output starts with these. */
  public static boolean looksLike(String text) {
    String start = text.stripLeading();
    // ip mptcp monitor starts its lines with "[  CREATED]"; it does not come here.
    return start.startsWith("{") || start.startsWith("[");
  }

  /** The value, or empty when the text is not valid JSON. */
  public static Optional<JsonNode> tree(String text) {
    try {
      return Optional.ofNullable(MAPPER.readTree(text));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** All values of a text, one behind the other, or empty when one of them is not valid JSON. */
  public static Optional<List<JsonNode>> trees(String text) {
    List<JsonNode> all = new ArrayList<>();
    try (JsonParser parser = MAPPER.createParser(text)) {
      while (parser.nextToken() != null) {
        all.add(MAPPER.<JsonNode>readTree(parser));
      }
      return Optional.of(all);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /**
   * Reads one value, such as a line of a file.
   *
   * @throws JsonProcessingException when it is damaged, or of another kind
   */
  public static <T> T read(String text, Class<T> type) throws JsonProcessingException {
    return some(MAPPER.readValue(text, type));
  }

  /**
   * Reads what a file holds.
   *
   * @throws JsonProcessingException when it is damaged, or of another kind
   */
  public static <T> T read(byte[] text, Class<T> type) throws IOException {
    return some(MAPPER.readValue(text, type));
  }

  /** Reads a value of a type with parameters. */
  public static <T> T read(byte[] text, TypeReference<T> type) throws IOException {
    return some(MAPPER.readValue(text, type));
  }

  private static <T> T some(@Nullable T value) throws JsonProcessingException {
    if (value == null) {
      throw MismatchedInputException.from(null, Object.class, "the JSON text is null");
    }
    return value;
  }

  /** A value in one line, without its end. */
  public static String line(Object value) {
    return write(MAPPER.writer(), value);
  }

  /** A value in many lines, without the last one's end. */
  public static String pretty(Object value) {
    return write(MAPPER.writerWithDefaultPrettyPrinter(), value);
  }

  private static String write(ObjectWriter writer, Object value) {
    try {
      return writer.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("no JSON form of " + value.getClass().getName(), e);
    }
  }

  /** A mapper to begin with for what is written in another form. */
  public static JsonMapper.Builder derive() {
    return MAPPER.rebuild();
  }
}
