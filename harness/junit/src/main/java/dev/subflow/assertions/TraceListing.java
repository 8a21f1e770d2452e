// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import static dev.subflow.packet.Packets.anyTcp;

import dev.subflow.capture.CapturedFrame;
import dev.subflow.capture.PacketTrace;
import dev.subflow.packet.PacketMatcher;
import dev.subflow.packet.Segment;
import dev.subflow.packet.TcpFlag;
import dev.subflow.packet.mptcp.Dss;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Shows the packets of a trace that a reader looks for first, a line each, not too many. */
final class TraceListing {
  private static final int HEAD = 30;
  private static final int TAIL = 10;

  private static final PacketMatcher NOTEWORTHY =
      anyTcp().where("noteworthy", TraceListing::isNoteworthy);

  private TraceListing() {}

  /** Lists packets: all of MPTCP where they are few, else those that tell something. */
  static String of(PacketTrace trace) {
    List<CapturedFrame> mptcp = trace.matching(anyTcp().withMptcp());
    List<CapturedFrame> shown = trace.matching(anyTcp().withMptcp().or(NOTEWORTHY));
    if (shown.size() > HEAD + TAIL) {
      shown = trace.matching(NOTEWORTHY);
    }
    List<String> lines = new ArrayList<>(bounded(shown, trace::line));
    lines.add(
        "("
            + trace.segments().size()
            + " TCP packets, "
            + mptcp.size()
            + " of them with MPTCP options; "
            + shown.size()
            + " shown or counted above)");
    if (!trace.unreadable().isEmpty()) {
      lines.add("unreadable TCP packets, " + trace.unreadable().size() + ":");
      lines.addAll(bounded(trace.unreadable(), l -> "  " + l));
    }
    lines.addAll(trace.gaps());
    return String.join("\n", lines);
  }

  /** The lines of the first and the last items, with the number of those between. */
  static <T> List<String> bounded(List<T> items, Function<T, String> line) {
    if (items.size() <= HEAD + TAIL) {
      return items.stream().map(line).toList();
    }
    List<String> lines = new ArrayList<>(items.subList(0, HEAD).stream().map(line).toList());
    lines.add("[... " + (items.size() - HEAD - TAIL) + " more ...]");
    items.subList(items.size() - TAIL, items.size()).stream().map(line).forEach(lines::add);
    return lines;
  }

  /** Not a segment that only moves data: it sets up, signals, ends or deviates. */
  private static boolean isNoteworthy(Segment segment) {
    return segment.has(TcpFlag.SYN)
        || segment.has(TcpFlag.RST)
        || segment.mptcp().stream()
            .anyMatch(
                o ->
                    !o.conforms()
                        || !(o.option() instanceof Dss dss)
                        || dss.dataFin()
                        || dss.isInfinite());
  }
}
