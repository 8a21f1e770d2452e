// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Names a cache entry by everything that shaped it: equal inputs, equal entry.
 *
 * @param kind what it is, such as {@code kernel}; a folder name
 * @param inputs every input by name, such as a package with its version or the digest of a source
 *     folder; kept beside the entry for a human to read
 */
public record CacheKey(String kind, SortedMap<String, String> inputs) {
  private static final int ID_CHARS = 32;

  public CacheKey {
    Objects.requireNonNull(kind, "kind");
    if (!kind.matches("[a-z0-9][a-z0-9-]*")) {
      throw new IllegalArgumentException("a cache kind is a plain lower-case name: " + kind);
    }
    inputs = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(inputs));
  }

  /** A key with no inputs yet. */
  public static CacheKey of(String kind) {
    return new CacheKey(kind, new TreeMap<>());
  }

  /** Key with one more input. */
  public CacheKey with(String name, Object value) {
    TreeMap<String, String> more = new TreeMap<>(inputs);
    if (more.put(name, value.toString()) != null) {
      throw new IllegalArgumentException("input given twice: " + name);
    }
    return new CacheKey(kind, more);
  }

  /** Digest of the inputs: the entry's folder name, 128 bits in hexadecimal. */
  public String id() {
    StringBuilder text = new StringBuilder(kind).append('\n');
    for (Map.Entry<String, String> input : inputs.entrySet()) {
      // Lengths keep "a=b" + "c" apart from "a" + "=bc".
      text.append(input.getKey().length()).append(':').append(input.getKey());
      text.append(input.getValue().length()).append(':').append(input.getValue()).append('\n');
    }
    return Digests.of(text.toString()).substring(0, ID_CHARS);
  }

  String fileName() {
    return kind + "-" + id();
  }
}
