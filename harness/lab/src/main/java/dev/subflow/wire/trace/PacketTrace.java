// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.trace;

import dev.subflow.wire.Capture;
import dev.subflow.wire.PcapngFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * The TCP segments that crossed one wire or several, in the order of time.
 *
 * @param origin time of the first frame, of whatever kind; the clock of lines starts there, as that
 *     of tshark does
 * @param segments those that could be read
 * @param unreadable a line for each frame that carries TCP which can't be read: broken, or a
 *     fragment
 * @param missingFrames frames that crossed and are in no file; 0 in a complete capture
 */
public record PacketTrace(
    Instant origin, List<TracedSegment> segments, List<String> unreadable, long missingFrames) {
  public PacketTrace {
    Objects.requireNonNull(origin, "origin");
    segments = List.copyOf(segments);
    unreadable = List.copyOf(unreadable);
  }

  /** Reads what is in a file. */
  public static PacketTrace of(PcapngFile file) {
    long missing =
        file.interfaces().stream()
            .mapToLong(
                nic ->
                    file.statistics().stream()
                        .filter(s -> s.of().equals(nic.name()))
                        .reduce((earlier, later) -> later)
                        .map(s -> s.dropped().orElse(0))
                        .orElse(0L))
            .sum();
    return of(file, missing);
  }

  /**
   * Reads a file that nobody writes.
   *
   * @throws IOException when it can't be read or is not whole
   */
  public static PacketTrace read(Path pcapng) throws IOException {
    return of(PcapngFile.read(pcapng));
  }

  /**
   * Reads all that has crossed some wires so far; the captures go on.
   *
   * @throws IOException when a file can't be written or read
   */
  public static PacketTrace of(Capture... captures) throws IOException {
    List<PacketTrace> traces = new ArrayList<>();
    for (Capture capture : captures) {
      PcapngFile file = capture.read();
      traces.add(of(file, capture.droppedFrames()));
    }
    return merge(traces);
  }

  private static PacketTrace of(PcapngFile file, long missing) {
    SegmentReader reader = new SegmentReader(new Directions(file.interfaces()));
    Instant origin = file.frames().isEmpty() ? Instant.EPOCH : file.frames().get(0).time();
    List<TracedSegment> segments = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    for (PcapngFile.Frame frame : file.frames()) {
      try {
        reader.read(frame).ifPresent(segments::add);
      } catch (UnreadableFrameException e) {
        unreadable.add(clock(origin, frame.time()) + " " + frame.from() + " " + e.getMessage());
      }
    }
    return new PacketTrace(origin, segments, unreadable, missing);
  }

  /** Puts traces of several wires together, as they share a clock. */
  public static PacketTrace merge(PacketTrace... traces) {
    return merge(Arrays.asList(traces));
  }

  private static PacketTrace merge(List<PacketTrace> traces) {
    List<TracedSegment> segments = new ArrayList<>();
    List<String> unreadable = new ArrayList<>();
    traces.forEach(t -> segments.addAll(t.segments));
    traces.forEach(t -> unreadable.addAll(t.unreadable));
    segments.sort(Comparator.comparing(TracedSegment::time));
    return new PacketTrace(
        traces.stream()
            .map(PacketTrace::origin)
            .filter(o -> !o.equals(Instant.EPOCH))
            .min(Comparator.naturalOrder())
            .orElse(Instant.EPOCH),
        segments,
        unreadable,
        traces.stream().mapToLong(PacketTrace::missingFrames).sum());
  }

  /**
   * This trace without the segments whose SYN, payload or FIN had been sent before. What takes no
   * room in the sequence, such as an ADD_ADDR alone, stays however often it is there.
   */
  public PacketTrace withoutRetransmissions() {
    record Sent(TcpEnd from, TcpEnd to, long sequence, int length, boolean syn, boolean fin) {}
    Set<Sent> seen = new HashSet<>();
    List<TracedSegment> kept = new ArrayList<>();
    for (TracedSegment s : segments) {
      boolean syn = s.has(SegmentFlag.SYN);
      boolean fin = s.has(SegmentFlag.FIN);
      boolean takesRoom = syn || fin || s.payloadLength() > 0;
      if (!takesRoom
          || seen.add(
              new Sent(s.source(), s.destination(), s.sequence(), s.payloadLength(), syn, fin))) {
        kept.add(s);
      }
    }
    return new PacketTrace(origin, kept, unreadable, missingFrames);
  }

  /** A segment of this trace as one line: seconds since {@link #origin}, then what it is. */
  public String line(TracedSegment segment) {
    return clock(origin, segment.time()) + " " + segment;
  }

  private static String clock(Instant origin, Instant time) {
    long micros = Duration.between(origin, time).toNanos() / 1000;
    return String.format(Locale.ROOT, "%d.%06d", micros / 1_000_000, micros % 1_000_000);
  }
}
