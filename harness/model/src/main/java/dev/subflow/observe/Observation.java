// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that one test saw, normalised so that two runs on one kernel give the same.
 *
 * <p>A part has a path, such as {@code counters/server/MPTcpExtAddAddrDrop}, and lines: one, such
 * as {@code +1}, or a list in the order in which things happened. Keys, tokens, nonces and HMACs
 * are words; volumes are left out. Immutable.
 *
 * @param parts lines by path, in a stable order
 */
public record Observation(Map<String, List<String>> parts) {
  /** File of an observation among the evidence of its test. */
  public static final String FILE = "observation.json";

  public Observation {
    Map<String, List<String>> copy = new LinkedHashMap<>();
    parts.forEach((path, lines) -> copy.put(path, List.copyOf(lines)));
    parts = Collections.unmodifiableMap(copy);
  }

  /** The lines of a part; none where there is no such part. */
  public List<String> part(String path) {
    return parts.getOrDefault(path, List.of());
  }

  /** Whether nothing was seen. */
  @JsonIgnore
  public boolean isEmpty() {
    return parts.isEmpty();
  }
}
