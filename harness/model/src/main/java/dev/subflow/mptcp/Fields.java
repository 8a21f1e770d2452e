// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Everything a line says after its addresses, in the order printed; nothing is dropped.
 *
 * @param all the items, known or not
 */
public record Fields(List<Field> all) {
  static final Fields NONE = new Fields(List.of());

  public Fields {
    all = List.copyOf(all);
  }

  /** Whether an item of this name was printed. */
  public boolean has(String name) {
    return find(name).isPresent();
  }

  /** Value of the first item of this name; an empty string for a bare word. */
  public Optional<String> find(String name) {
    return all.stream().filter(f -> f.name().equals(name)).map(Field::value).findFirst();
  }

  /**
   * Unsigned decimal value of an item; empty if it was not printed.
   *
   * @throws NumberFormatException when it is not a number, with the item in the message
   */
  public OptionalLong number(String name) {
    return parsed(name, 10);
  }

  /** A number that {@code ss} leaves out while it is zero. */
  long count(String name) {
    return number(name).orElse(0);
  }

  OptionalLong hex(String name) {
    return parsed(name, 16);
  }

  private OptionalLong parsed(String name, int radix) {
    Optional<String> value = find(name);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseUnsignedLong(value.get(), radix));
    } catch (NumberFormatException e) {
      throw new NumberFormatException(
          "\"" + name + ":" + value.get() + "\" is not an unsigned number of base " + radix);
    }
  }

  /**
   * Items by name, as JSON shows them: bare words are {@code true}, of repeated names the first.
   */
  @JsonValue
  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    all.forEach(f -> map.putIfAbsent(f.name(), f.value().isEmpty() ? (Object) true : f.value()));
    return map;
  }
}
