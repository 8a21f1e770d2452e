// SPDX-License-Identifier: Apache-2.0
package dev.subflow.timeline;

import dev.subflow.audit.Course;
import dev.subflow.capture.CapturedFrame;
import dev.subflow.capture.PacketTrace;
import dev.subflow.packet.Segment;
import dev.subflow.packet.TcpFlag;
import dev.subflow.packet.mptcp.Dss;
import dev.subflow.packet.mptcp.MptcpSubtype;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The frames of a capture that one looks for: handshakes, announcements, faults, ends. */
public final class FrameMoments {
  /** Repeated payload is one moment as long as it comes within this. */
  private static final Duration BURST = Duration.ofMillis(100);

  private static final Set<MptcpSubtype> RARE =
      EnumSet.complementOf(EnumSet.of(MptcpSubtype.DSS, MptcpSubtype.MP_CAPABLE));

  private FrameMoments() {}

  /** Those of a capture, in its order. */
  public static List<Moment> of(PacketTrace trace) {
    List<Moment> moments = new ArrayList<>();
    int number = 0;
    for (CapturedFrame frame : trace.frames()) {
      int at = ++number;
      frame
          .frame()
          .tcp()
          .filter(FrameMoments::matters)
          .ifPresent(segment -> moments.add(moment(trace, frame, at, segment)));
    }
    return moments;
  }

  private static boolean matters(Segment segment) {
    return segment.has(TcpFlag.SYN)
        || segment.has(TcpFlag.FIN)
        || segment.has(TcpFlag.RST)
        || RARE.stream().anyMatch(segment::has)
        || segment.has(MptcpSubtype.MP_CAPABLE)
        || segment.options(Dss.class).anyMatch(Dss::dataFin);
  }

  private static Moment moment(PacketTrace trace, CapturedFrame frame, int at, Segment segment) {
    return new Moment(
        frame.time(),
        Duration.ZERO,
        Kind.SEGMENT,
        frame.nic().name(),
        words(segment),
        "frame " + at + " of all wires: " + trace.line(frame));
  }

  /** Flags and options, without the addresses, which the lane tells. */
  private static String words(Segment segment) {
    StringBuilder text = new StringBuilder();
    segment.flags().stream()
        .filter(flag -> flag != TcpFlag.ACK || segment.flags().size() == 1 || segment.isSynAck())
        .filter(flag -> flag != TcpFlag.PSH)
        .forEach(flag -> text.append(flag).append(' '));
    segment.mptcp().forEach(option -> text.append(option).append(' '));
    return text.append("to ").append(segment.destination()).toString();
  }

  /** Payload that came again, each burst of it once. */
  public static List<Moment> again(PacketTrace trace, List<Course> courses) {
    List<Moment> moments = new ArrayList<>();
    for (Course course : courses) {
      for (Course.Way way : course.ways()) {
        bursts(trace, way, moments);
      }
    }
    return moments;
  }

  private static void bursts(PacketTrace trace, Course.Way way, List<Moment> moments) {
    List<Course.Piece> again = way.pieces().stream().filter(Course.Piece::isAgain).toList();
    int from = 0;
    while (from < again.size()) {
      int to = from + 1;
      while (to < again.size() && gap(again.get(to - 1).at(), again.get(to).at()) <= 0) {
        to++;
      }
      moments.add(burst(trace, way, again.subList(from, to)));
      from = to;
    }
  }

  private static int gap(Instant one, Instant next) {
    return Duration.between(one, next).compareTo(BURST);
  }

  private static Moment burst(PacketTrace trace, Course.Way way, List<Course.Piece> pieces) {
    Course.Piece first = pieces.get(0);
    Course.Piece last = pieces.get(pieces.size() - 1);
    long bytes = pieces.stream().mapToLong(Course.Piece::length).sum();
    CapturedFrame frame = trace.frames().get(first.frame() - 1);
    return new Moment(
        first.at(),
        Duration.between(first.at(), last.at()),
        Kind.AGAIN,
        frame.nic().name(),
        bytes + " bytes again to " + way.to() + ", from place " + first.place() + " on",
        pieces.size() + " segments, the first: " + trace.line(frame));
  }
}
