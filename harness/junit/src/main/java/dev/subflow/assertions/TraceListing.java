// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions;

import dev.subflow.wire.mptcp.Dss;
import dev.subflow.wire.trace.PacketTrace;
import dev.subflow.wire.trace.SegmentFlag;
import dev.subflow.wire.trace.TracedSegment;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Shows the packets of a trace that a reader looks for first, a line each, not too many. */
final class TraceListing {
  private static final int HEAD = 30;
  private static final int TAIL = 10;

  private TraceListing() {}

  /** What there is: all packets of MPTCP where they are few, else those that tell something. */
  static String of(PacketTrace trace) {
    List<TracedSegment> shown =
        trace.segments().stream().filter(s -> !s.mptcp().isEmpty() || isNoteworthy(s)).toList();
    if (shown.size() > HEAD + TAIL) {
      shown = shown.stream().filter(TraceListing::isNoteworthy).toList();
    }
    List<String> lines = new ArrayList<>(bounded(shown, trace::line));
    long mptcp = trace.segments().stream().filter(s -> !s.mptcp().isEmpty()).count();
    lines.add(
        "("
            + trace.segments().size()
            + " TCP packets, "
            + mptcp
            + " of them with MPTCP options; "
            + shown.size()
            + " shown or counted above)");
    if (!trace.unreadable().isEmpty()) {
      lines.add("unreadable TCP packets, " + trace.unreadable().size() + ":");
      lines.addAll(bounded(trace.unreadable(), l -> "  " + l));
    }
    return lines.stream().collect(Collectors.joining("\n"));
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
  private static boolean isNoteworthy(TracedSegment segment) {
    return segment.has(SegmentFlag.SYN)
        || segment.has(SegmentFlag.RST)
        || segment.mptcp().stream()
            .anyMatch(
                o ->
                    !o.conforms()
                        || !(o.option() instanceof Dss dss)
                        || dss.dataFin()
                        || dss.isInfinite());
  }
}
