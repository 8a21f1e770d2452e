// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Collects the counters of one table. A counter that comes again is of another table, which is none
 * of this one's and is kept as text: that of the client behind that of the server, say.
 */
final class CounterReader {
  private final Map<String, Long> values = new LinkedHashMap<>();
  private final List<String> unrecognised = new ArrayList<>();

  /** Counters since the last heading, with their lines. */
  private final Map<String, String> part = new LinkedHashMap<>();

  private boolean another;

  Map<String, Long> values() {
    return values;
  }

  List<String> unrecognised() {
    return unrecognised;
  }

  /** Takes a blank line, or another that may stand before a table. */
  void heading() {
    part.clear();
  }

  /** Takes a line that is no counter. */
  void other(String line) {
    heading();
    unrecognised.add(line);
  }

  void counter(String name, String number, String line) {
    long value;
    try {
      value = Long.parseUnsignedLong(number);
    } catch (NumberFormatException e) {
      unrecognised.add(line);
      return;
    }
    if (!another && values.containsKey(name)) {
      another = true;
      if (!part.containsKey(name)) {
        values.keySet().removeAll(part.keySet());
        unrecognised.addAll(part.values());
      }
    }
    if (another) {
      unrecognised.add(line);
    } else {
      values.put(name, value);
      part.put(name, line);
    }
  }
}
