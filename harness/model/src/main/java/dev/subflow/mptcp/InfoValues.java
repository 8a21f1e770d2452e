// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;

/** Numbers by the names that {@code ss} has for them. */
final class InfoValues {
  private InfoValues() {}

  static Map<String, Long> copy(Map<String, Long> values) {
    return Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** The members of an object that are numbers. */
  static Map<String, Long> of(JsonNode json) {
    Map<String, Long> values = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> member : json.properties()) {
      if (member.getValue().isIntegralNumber()) {
        values.put(member.getKey(), Long.parseUnsignedLong(member.getValue().asText()));
      }
    }
    return values;
  }

  static long get(Map<String, Long> values, String name) {
    Long value = values.get(name);
    if (value == null) {
      throw new NoSuchElementException("there is no \"" + name + "\" among " + values.keySet());
    }
    return value;
  }

  /** The names but one whose value {@code ss} prints differently; what it leaves out is 0. */
  static List<String> differences(Map<String, Long> values, String except, Fields fields) {
    return values.entrySet().stream()
        .filter(e -> !e.getKey().equals(except))
        .filter(e -> e.getValue() != fields.count(e.getKey()))
        .map(
            e ->
                e.getKey()
                    + ": getsockopt "
                    + Long.toUnsignedString(e.getValue())
                    + ", ss "
                    + fields.find(e.getKey()).orElse("nothing"))
        .toList();
  }
}
