// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.subflow.json.Json;
import dev.subflow.json.Unsigned;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Counters of a network namespace, as {@code nstat} prints them, or the change between two of them.
 *
 * <p>A name may be given without its {@code MPTcpExt}: {@code get("MPJoinSynTx")}.
 *
 * @param values unsigned 64-bit values by full name, in the order printed
 * @param unrecognised lines that no counter could be read from
 * @param raw the whole output
 */
public record Counters(@Unsigned Map<String, Long> values, List<String> unrecognised, String raw) {
  private static final String PREFIX = "MPTcpExt";

  // MPTcpExtMPCapableSYNRX          1                  0.0
  private static final Pattern LINE =
      Pattern.compile("(\\w+)\\s+(\\d{1,20})(?:\\s+\\S+)?(?:\\s+\\(overflow\\))?\\s*");

  // #kernel
  // #1234.5 sampling_interval=5 time_const=60, of a daemon
  private static final Pattern COMMENT =
      Pattern.compile("#(?:kernel|\\d+\\.\\d+ sampling_interval=.*)\\s*");

  public Counters {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    unrecognised = List.copyOf(unrecognised);
    Objects.requireNonNull(raw, "raw");
  }

  /**
   * Reads {@code nstat -asz}, with or without {@code -j}. Takes any text. A counter that comes
   * twice is of a second table; that table's lines are kept under {@link #unrecognised}.
   */
  public static Counters parse(String output) {
    CounterReader reader = new CounterReader();
    if (Json.looksLike(output)) {
      fromJson(output, reader);
    } else {
      output.lines().forEach(line -> fromText(line, reader));
    }
    return new Counters(reader.values(), reader.unrecognised(), output);
  }

  private static void fromText(String line, CounterReader reader) {
    Matcher m = LINE.matcher(line);
    if (line.isBlank() || COMMENT.matcher(line).matches()) {
      reader.heading();
    } else if (m.matches()) {
      reader.counter(m.group(1), m.group(2), line);
    } else {
      reader.other(line);
    }
  }

  // {"kernel":{"MPTcpExtMPCapableSYNRX":1}}
  private static void fromJson(String output, CounterReader reader) {
    List<JsonNode> tables = Json.trees(output).orElse(List.of());
    if (tables.isEmpty()) {
      reader.other(output.strip());
    }
    for (JsonNode table : tables) {
      if (!table.isObject()) {
        reader.other(table.toString());
      }
      for (Map.Entry<String, JsonNode> source : table.properties()) {
        reader.heading();
        if (!source.getValue().isObject()) {
          reader.other(source.toString());
        }
        for (Map.Entry<String, JsonNode> entry : source.getValue().properties()) {
          reader.counter(entry.getKey(), entry.getValue().asText(), entry.toString());
        }
      }
    }
  }

  /** Value of a counter; empty if this kernel does not have it. */
  public OptionalLong find(String name) {
    Long value = values.containsKey(name) ? values.get(name) : values.get(PREFIX + name);
    return value == null ? OptionalLong.empty() : OptionalLong.of(value);
  }

  /**
   * Value of a counter.
   *
   * @throws NoSuchElementException when this kernel does not have it
   */
  public long get(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new NoSuchElementException(
                    "there is no counter \"" + name + "\" among " + values.keySet()));
  }

  /** Change since an earlier reading; counters that are new count from 0. */
  public Counters delta(Counters before) {
    Map<String, Long> changes = new LinkedHashMap<>();
    StringBuilder text = new StringBuilder();
    values.forEach(
        (name, value) -> {
          long change = value - before.values.getOrDefault(name, 0L);
          changes.put(name, change);
          if (change != 0) {
            text.append(name).append(' ').append(change).append('\n');
          }
        });
    return new Counters(changes, List.of(), text.toString());
  }
}
