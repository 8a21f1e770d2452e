// SPDX-License-Identifier: Apache-2.0
package dev.subflow.capture;

import dev.subflow.packet.Frame;
import dev.subflow.packet.PacketMatcher;
import dev.subflow.packet.Segment;
import dev.subflow.packet.TcpEnd;
import dev.subflow.packet.TcpFlag;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * The frames that crossed one wire or several, in the order of time, with the TCP segments in them.
 *
 * @param origin time of the first frame; the clock of lines starts there, as that of tshark does
 * @param frames of whatever kind
 * @param gaps parts of capture files that can't be read, where others may be missing
 * @param missingFrames frames that crossed and are in no file; 0 in a complete capture
 */
public record PacketTrace(
    Instant origin, List<CapturedFrame> frames, List<String> gaps, long missingFrames) {
  public PacketTrace {
    Objects.requireNonNull(origin, "origin");
    frames = List.copyOf(frames);
    gaps = List.copyOf(gaps);
  }

  /** Takes over the content of a file; frames are missing as its statistics say. */
  public static PacketTrace of(CaptureFile file) {
    IdentityHashMap<CaptureInterface, Long> dropped = new IdentityHashMap<>();
    file.statistics().forEach(s -> dropped.put(s.of(), s.dropped().orElse(0)));
    return of(file, dropped.values().stream().mapToLong(Long::longValue).sum());
  }

  /** As {@link #of(CaptureFile)}, of a capture that knows how many frames it lacks. */
  public static PacketTrace of(CaptureFile file, long missingFrames) {
    Instant origin = file.frames().isEmpty() ? Instant.EPOCH : file.frames().get(0).time();
    return new PacketTrace(origin, file.frames(), file.gaps(), missingFrames);
  }

  /**
   * Reads a capture to its end, as {@link CaptureFile#read}.
   *
   * @param name of the file, for messages
   */
  public static PacketTrace read(String name, InputStream in) throws IOException {
    return of(CaptureFile.read(name, in));
  }

  /** Puts traces of several wires together, as they share a clock. */
  public static PacketTrace merge(PacketTrace... traces) {
    return merge(Arrays.asList(traces));
  }

  /** As {@link #merge(PacketTrace...)}. */
  public static PacketTrace merge(List<PacketTrace> traces) {
    List<CapturedFrame> frames = new ArrayList<>();
    List<String> gaps = new ArrayList<>();
    traces.forEach(t -> frames.addAll(t.frames));
    traces.forEach(t -> gaps.addAll(t.gaps));
    frames.sort(Comparator.comparing(CapturedFrame::time));
    return new PacketTrace(
        traces.stream()
            .map(PacketTrace::origin)
            .filter(o -> !o.equals(Instant.EPOCH))
            .min(Comparator.naturalOrder())
            .orElse(Instant.EPOCH),
        frames,
        gaps,
        traces.stream().mapToLong(PacketTrace::missingFrames).sum());
  }

  /** The TCP segments, as far as they can be read. */
  public List<TracedSegment> segments() {
    return frames.stream()
        .flatMap(f -> f.frame().tcp().stream().map(s -> new TracedSegment(f.time(), s)))
        .toList();
  }

  /** A line for each frame that carries TCP, or may, and can't be read: broken, or a fragment. */
  public List<String> unreadable() {
    return frames.stream()
        .flatMap(
            f ->
                f.frame().unreadable().stream()
                    .map(
                        why ->
                            clock(f.time())
                                + f.frame().sender().map(s -> " " + s).orElse("")
                                + " "
                                + why))
        .toList();
  }

  /** The frames that match, in their order. */
  public List<CapturedFrame> matching(PacketMatcher wanted) {
    return frames.stream().filter(f -> wanted.matches(f.frame())).toList();
  }

  /**
   * This trace without the segments whose SYN, payload or FIN had been sent before. What takes no
   * room in the sequence, such as an ADD_ADDR alone, stays however often it is there.
   */
  public PacketTrace withoutRetransmissions() {
    Set<Sent> seen = new HashSet<>();
    List<CapturedFrame> kept =
        frames.stream()
            .filter(f -> f.frame().tcp().map(Sent::of).filter(s -> !isNew(s, seen)).isEmpty())
            .toList();
    return new PacketTrace(origin, kept, gaps, missingFrames);
  }

  private static boolean isNew(Sent sent, Set<Sent> seen) {
    return !sent.takesRoom() || seen.add(sent);
  }

  private record Sent(TcpEnd from, TcpEnd to, long sequence, int length, boolean syn, boolean fin) {
    static Sent of(Segment s) {
      return new Sent(
          s.source(),
          s.destination(),
          s.sequence(),
          s.payloadLength(),
          s.has(TcpFlag.SYN),
          s.has(TcpFlag.FIN));
    }

    boolean takesRoom() {
      return syn || fin || length > 0;
    }
  }

  /** A frame of this trace as one line: seconds since {@link #origin}, then {@link Frame}'s. */
  public String line(CapturedFrame frame) {
    return clock(frame.time()) + " " + frame.frame();
  }

  private String clock(Instant time) {
    Duration since = Duration.between(origin, time);
    Duration distance = since.abs();
    return String.format(
        Locale.ROOT,
        "%s%d.%06d",
        since.isNegative() ? "-" : "",
        distance.getSeconds(),
        distance.getNano() / 1000);
  }
}
