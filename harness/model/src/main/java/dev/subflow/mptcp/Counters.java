// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.subflow.json.Json;
import java.util.ArrayList;
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
public record Counters(Map<String, Long> values, List<String> unrecognised, String raw) {
  private static final String PREFIX = "MPTcpExt";

  // MPTcpExtMPCapableSYNRX          1                  0.0
  private static final Pattern LINE =
      Pattern.compile("(\\w+)\\s+(\\d{1,20})(?:\\s+\\S+)?(?:\\s+\\(overflow\\))?\\s*");

  public Counters {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    unrecognised = List.copyOf(unrecognised);
    Objects.requireNonNull(raw, "raw");
  }

  /** Reads {@code nstat -asz}, with or without {@code -j}. Takes any text. */
  public static Counters parse(String output) {
    Map<String, Long> values = new LinkedHashMap<>();
    List<String> unrecognised = new ArrayList<>();
    if (Json.looksLike(output)) {
      fromJson(output, values, unrecognised);
    } else {
      output.lines().forEach(line -> fromText(line, values, unrecognised));
    }
    return new Counters(values, unrecognised, output);
  }

  private static void fromText(String line, Map<String, Long> values, List<String> others) {
    Matcher m = LINE.matcher(line);
    if (line.isBlank() || line.startsWith("#")) { // #kernel
      return;
    }
    if (!m.matches() || !put(values, m.group(1), m.group(2))) {
      others.add(line);
    }
  }

  // {"kernel":{"MPTcpExtMPCapableSYNRX":1}}
  private static void fromJson(String output, Map<String, Long> values, List<String> others) {
    List<JsonNode> sources = new ArrayList<>();
    Json.tree(output).filter(JsonNode::isObject).ifPresent(j -> j.forEach(sources::add));
    if (sources.isEmpty()) {
      others.add(output.strip());
    }
    for (JsonNode source : sources) {
      for (Map.Entry<String, JsonNode> entry : source.properties()) {
        if (!put(values, entry.getKey(), entry.getValue().asText())) {
          others.add(entry.toString());
        }
      }
    }
  }

  private static boolean put(Map<String, Long> values, String name, String number) {
    try {
      values.put(name, Long.parseUnsignedLong(number));
      return true;
    } catch (NumberFormatException e) {
      return false;
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
