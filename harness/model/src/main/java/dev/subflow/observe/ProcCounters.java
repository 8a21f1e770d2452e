// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counters of a network namespace, as {@code /proc/net/snmp} and {@code /proc/net/netstat} have
 * them.
 *
 * @param values by name, such as {@code MPTcpExtMPCapableSYNRX}, in the order of the files
 */
public record ProcCounters(Map<String, Long> values) {
  /** The files, whose texts behind one another are what {@link #parse} takes. */
  public static final List<String> FILES = List.of("/proc/net/snmp", "/proc/net/netstat");

  private static final int MOST = 2000;

  public ProcCounters {
    values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /** Reads the files. Takes any text, and leaves out what is none of theirs. */
  public static ProcCounters parse(String text) {
    // Tcp: RtoAlgorithm RtoMin
    // Tcp: 1 200
    Map<String, Long> values = new LinkedHashMap<>();
    Iterator<String> lines = text.lines().iterator();
    String[] names = {""};
    while (lines.hasNext()) {
      String[] words = lines.next().strip().split("\\s+", -1);
      if (words[0].equals(names[0]) && words.length == names.length) {
        for (int i = 1; i < words.length && values.size() < MOST; i++) {
          if (words[i].matches("-?\\d{1,18}")) {
            values.put(words[0].replace(":", "") + names[i], Long.parseLong(words[i]));
          }
        }
        names = new String[] {""};
      } else {
        names = words;
      }
    }
    return new ProcCounters(values);
  }
}
