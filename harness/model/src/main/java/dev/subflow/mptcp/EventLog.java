// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Events that {@code ip mptcp monitor} printed so far.
 *
 * @param events in the order they came
 * @param unrecognised lines that are no event
 * @param raw the whole output
 */
public record EventLog(List<MptcpEvent> events, List<String> unrecognised, String raw) {
  // [       CREATED] token=1f00a3 remid=0 locid=0 saddr4=10.0.1.1 … server_side
  // [2026-11-22T16:00:00.000001] [  SF_ESTABLISHED] token=…
  private static final Pattern LINE =
      Pattern.compile("(?:\\[\\d[^\\]]*\\]\\s*)?\\[\\s*([A-Z][^\\]]*)\\](.*)");

  public EventLog {
    events = List.copyOf(events);
    unrecognised = List.copyOf(unrecognised);
    Objects.requireNonNull(raw, "raw");
  }

  /** Reads complete lines; a last one that has no end yet waits for the next reading. */
  public static EventLog parse(String output) {
    List<MptcpEvent> events = new ArrayList<>();
    List<String> unrecognised = new ArrayList<>();
    String complete = output.substring(0, output.lastIndexOf('\n') + 1);
    for (String line : complete.lines().toList()) {
      Matcher m = LINE.matcher(line);
      if (m.matches()) {
        String name = m.group(1).strip();
        events.add(
            new MptcpEvent(MptcpEvent.Type.of(name), name, fields(m.group(2)), line.strip()));
      } else if (!line.isBlank()) {
        unrecognised.add(line);
      }
    }
    return new EventLog(events, unrecognised, output);
  }

  private static Fields fields(String text) {
    List<Field> fields = new ArrayList<>();
    for (String word : text.strip().split("\\s+", -1)) {
      int equals = word.indexOf('=');
      if (equals > 0) {
        fields.add(new Field(word.substring(0, equals), word.substring(equals + 1)));
      } else if (!word.isEmpty()) {
        fields.add(new Field(word, ""));
      }
    }
    return new Fields(fields);
  }

  /** Events of one kind. */
  public List<MptcpEvent> of(MptcpEvent.Type type) {
    return events.stream().filter(e -> e.type() == type).toList();
  }

  /** Events of one connection, by its local token. */
  public List<MptcpEvent> of(MptcpSocket connection) {
    return events.stream()
        .filter(e -> e.token().isPresent() && e.token().equals(connection.token()))
        .toList();
  }
}
