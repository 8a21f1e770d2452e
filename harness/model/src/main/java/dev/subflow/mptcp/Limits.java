// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.subflow.json.Json;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * The limits of the kernel's path manager, as {@code ip mptcp limits} prints them.
 *
 * @param subflows subflows beside the initial one that a connection may have
 * @param addAddrAccepted announced addresses that a connection accepts
 * @param other what this version does not know
 * @param raw the whole output
 */
public record Limits(
    OptionalInt subflows, OptionalInt addAddrAccepted, Map<String, String> other, String raw) {
  /**
   * One limit to set.
   *
   * @param name word of {@code ip mptcp limits set}
   * @param value 0 to 64 on kernel 7.3; the kernel judges it
   */
  public record Setting(String name, int value) {
    public Setting {
      Objects.requireNonNull(name, "name");
    }
  }

  public Limits {
    Objects.requireNonNull(subflows, "subflows");
    Objects.requireNonNull(addAddrAccepted, "addAddrAccepted");
    other = Map.copyOf(other);
    Objects.requireNonNull(raw, "raw");
  }

  /** Limit of subflows beside the initial one. */
  public static Setting subflows(int value) {
    return new Setting("subflows", value);
  }

  /** Limit of announced addresses accepted. */
  public static Setting addAddrAccepted(int value) {
    return new Setting("add_addr_accepted", value);
  }

  /** Reads {@code ip mptcp limits}, with or without {@code -j}. Takes any text. */
  public static Limits parse(String output) {
    Map<String, String> values = Json.looksLike(output) ? fromJson(output) : fromText(output);
    return new Limits(
        small(values, "subflows"), small(values, "add_addr_accepted"), values, output);
  }

  // add_addr_accepted 0 subflows 2
  private static Map<String, String> fromText(String output) {
    Values values = new Values();
    String[] words = output.strip().split("\\s+", -1);
    for (int i = 0; i < words.length; i += 2) {
      values.put(words[i], i + 1 < words.length ? words[i + 1] : "");
    }
    return values.all();
  }

  // [{"add_addr_accepted":0,"subflows":2}]
  private static Map<String, String> fromJson(String output) {
    Values values = new Values();
    for (JsonNode json : Json.trees(output).orElse(List.of())) {
      for (JsonNode limits : json.isArray() ? json : List.of(json)) {
        limits.properties().forEach(e -> values.put(e.getKey(), e.getValue().asText()));
      }
    }
    return values.all();
  }

  /** Every value: a limit that comes again, as of a second host, is called {@code name#2}. */
  private record Values(Map<String, String> all, Map<String, Integer> count) {
    Values() {
      this(new LinkedHashMap<>(), new HashMap<>());
    }

    void put(String name, String value) {
      int times = count.merge(name, 1, Integer::sum);
      all.put(times == 1 ? name : name + "#" + times, value);
    }
  }

  private static OptionalInt small(Map<String, String> values, String name) {
    if (!values.getOrDefault(name, "").matches("[0-9]{1,9}")) {
      return OptionalInt.empty();
    }
    return OptionalInt.of(Integer.parseInt(values.remove(name)));
  }
}
