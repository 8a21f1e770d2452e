// SPDX-License-Identifier: Apache-2.0
package dev.subflow.observe;

import dev.subflow.mptcp.EventLog;
import dev.subflow.mptcp.MptcpEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Events of a path manager, tokens by the order in which they came. */
final class EventWords {
  private EventWords() {}

  static List<String> of(EventLog log) {
    Map<String, String> tokens = new LinkedHashMap<>();
    List<String> lines = new ArrayList<>();
    for (MptcpEvent event : log.events()) {
      StringBuilder line = new StringBuilder(event.name());
      event
          .fields()
          .all()
          .forEach(
              field ->
                  line.append(' ')
                      .append(field.name())
                      .append(field.value().isEmpty() ? "" : "=")
                      .append(value(field.name(), field.value(), tokens)));
      lines.add(line.toString());
    }
    log.unrecognised().forEach(line -> lines.add("unknown: " + MessageWords.of(line)));
    return lines;
  }

  private static String value(String name, String value, Map<String, String> tokens) {
    if (name.equals("token")) {
      return tokens.computeIfAbsent(value, t -> "c" + (tokens.size() + 1));
    }
    if (name.endsWith("port") && value.matches("\\d{1,5}")) {
      return OptionWords.port(Integer.parseInt(value));
    }
    return value;
  }
}
