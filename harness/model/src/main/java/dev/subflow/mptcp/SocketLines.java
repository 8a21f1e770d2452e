// SPDX-License-Identifier: Apache-2.0
package dev.subflow.mptcp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Cuts what {@code ss} prints for inet sockets into rows, with or without {@code -H} and -O. */
final class SocketLines {
  /**
   * One socket, which may stand on several lines.
   *
   * @param netid {@code mptcp} or {@code tcp} where {@code ss} was asked for several protocols
   */
  record Row(
      Optional<String> netid,
      SocketState state,
      long receiveQueue,
      long sendQueue,
      SocketEnd local,
      SocketEnd peer,
      Fields fields,
      String raw) {
    Row with(Fields other) {
      return new Row(netid, state, receiveQueue, sendQueue, local, peer, other, raw);
    }
  }

  /** Rows, and the lines that are neither a row nor the header nor a row's continuation. */
  record Result(List<Row> rows, List<String> unrecognised) {
    /** Rows of one protocol, which a run that was asked for no other does not name. */
    Stream<Row> rowsOf(String netid) {
      return rows.stream().filter(r -> r.netid().orElse(netid).equals(netid));
    }
  }

  // ESTAB 0      0      10.0.1.1%eth1:5000 10.0.1.2:9734 users:(("x",pid=1,fd=3)) subflows:1 …
  // mptcp LISTEN 0      5      0.0.0.0:9734 0.0.0.0:*
  private static final Pattern ROW =
      Pattern.compile(
          "(?:(tcp|mptcp)\\s+)?([A-Z][A-Z0-9-]*)\\s+(-?\\d{1,18})\\s+(-?\\d{1,18})"
              + "\\s+(\\S+)\\s+(\\S+)(?:\\s(.*))?");
  // State  Recv-Q Send-Q  Local Address:Port   Peer Address:Port Process
  private static final Pattern HEADER = Pattern.compile("(?:Netid\\s+)?State\\s+Recv-Q\\s.*");

  private SocketLines() {}

  static Result parse(String output, Set<String> sequenceNumbers) {
    List<Row> rows = new ArrayList<>();
    List<String> unrecognised = new ArrayList<>();
    StringBuilder block = new StringBuilder();
    for (String line : output.lines().toList()) {
      boolean continues = !block.isEmpty() && !line.isEmpty() && isBlank(line.charAt(0));
      if (!continues) {
        finish(block, rows, unrecognised);
      }
      if (!line.isBlank() && !HEADER.matcher(line).matches()) {
        block.append(block.isEmpty() ? "" : "\n").append(line);
      }
    }
    finish(block, rows, unrecognised);
    return new Result(decimal(rows, sequenceNumbers), unrecognised);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static void finish(StringBuilder block, List<Row> rows, List<String> unrecognised) {
    if (block.isEmpty()) {
      return;
    }
    String text = block.toString();
    block.setLength(0);
    Row row = row(text);
    if (row == null) {
      unrecognised.add(text);
    } else {
      rows.add(row);
    }
  }

  private static @Nullable Row row(String text) {
    Matcher m = ROW.matcher(text.replace('\n', ' ').strip());
    if (!m.matches()) {
      return null;
    }
    Optional<SocketEnd> local = SocketEnd.parse(m.group(5));
    Optional<SocketEnd> peer = SocketEnd.parse(m.group(6));
    if (local.isEmpty() || peer.isEmpty()) {
      return null;
    }
    return new Row(
        Optional.ofNullable(m.group(1)),
        SocketState.of(m.group(2)),
        Long.parseLong(m.group(3)),
        Long.parseLong(m.group(4)),
        local.get(),
        peer.get(),
        m.group(7) == null ? Fields.NONE : FieldScanner.scan(m.group(7)),
        text);
  }

  private static List<Row> decimal(List<Row> rows, Set<String> names) {
    List<Fields> fields = SequenceNumbers.inDecimal(rows.stream().map(Row::fields).toList(), names);
    List<Row> result = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      result.add(rows.get(i).with(fields.get(i)));
    }
    return result;
  }
}
