// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.audit.Audit;
import dev.subflow.audit.Circumstances;
import dev.subflow.audit.Finding;
import dev.subflow.audit.Rule;
import dev.subflow.capture.CapturedFrame;
import dev.subflow.capture.PacketTrace;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Audit of the captures of one test, all wires together.
 *
 * @param audit what was found
 * @param trace what was judged
 * @param notes what was left out, and why
 */
record WireAudit(Audit audit, PacketTrace trace, List<String> notes) {
  /** The most bytes of captures that are judged. */
  static final long MAX_BYTES = 64L << 20;

  // Two at once would need twice the memory.
  private static final Object ONE_AT_A_TIME = new Object();

  /**
   * Reads the captures and judges them, up to {@link #MAX_BYTES}.
   *
   * @throws IOException when one can't be read
   */
  static WireAudit of(List<Path> captures, Circumstances circumstances) throws IOException {
    return of(captures, circumstances, MAX_BYTES);
  }

  static WireAudit of(List<Path> captures, Circumstances circumstances, long maxBytes)
      throws IOException {
    synchronized (ONE_AT_A_TIME) {
      List<String> notes = new ArrayList<>();
      PacketTrace trace = read(captures, maxBytes, notes);
      return new WireAudit(Audit.of(trace, circumstances), trace, List.copyOf(notes));
    }
  }

  private static PacketTrace read(List<Path> captures, long maxBytes, List<String> notes)
      throws IOException {
    long all = 0;
    for (Path capture : captures) {
      all += Files.size(capture);
    }
    Instant horizon = Instant.MAX;
    List<PacketTrace> traces = new ArrayList<>();
    for (Path capture : captures) {
      long size = Files.size(capture);
      long share = all <= maxBytes ? size : (long) ((double) size / all * maxBytes);
      PacketTrace trace = read(capture, share);
      if (share < size) {
        horizon = earlier(horizon, lastFrame(trace));
        // That it ends there is known, and taken into account.
        trace = new PacketTrace(trace.origin(), trace.frames(), List.of(), 0);
        notes.add(
            capture.getFileName()
                + " is judged up to "
                + share
                + " of its "
                + size
                + " bytes, and the others as far in time");
      }
      traces.add(trace);
    }
    Instant end = horizon;
    return PacketTrace.merge(traces.stream().map(trace -> upTo(trace, end)).toList());
  }

  private static PacketTrace read(Path capture, long bytes) throws IOException {
    try (InputStream in = Files.newInputStream(capture)) {
      return PacketTrace.read(
          capture.toString(), new BufferedInputStream(new BoundedInput(in, bytes)));
    }
  }

  private static Instant lastFrame(PacketTrace trace) {
    List<CapturedFrame> frames = trace.frames();
    return frames.isEmpty() ? Instant.MIN : frames.get(frames.size() - 1).time();
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static PacketTrace upTo(PacketTrace trace, Instant end) {
    return end.equals(Instant.MAX)
        ? trace
        : new PacketTrace(
            trace.origin(),
            trace.frames().stream().filter(f -> !f.time().isAfter(end)).toList(),
            trace.gaps(),
            trace.missingFrames());
  }

  /** The first broken must that the scenario does not provoke. */
  Optional<Finding> violation(Set<Rule> allowed) {
    return audit.violations().stream().filter(f -> !allowed.contains(f.rule())).findFirst();
  }

  /** A finding with its frame. */
  String describe(Finding finding) {
    return finding.rule()
        + " "
        + finding
        + "\n  frame "
        + finding.number()
        + " of all wires, sent by "
        + finding.frame().nic().name()
        + ": "
        + trace.line(finding.frame());
  }

  /** All of it as text. */
  String text(Set<Rule> allowed) {
    StringBuilder text =
        new StringBuilder()
            .append(audit.connections())
            .append(" MPTCP connections, ")
            .append(audit.segments())
            .append(" TCP segments, ")
            .append(audit.findings().size())
            .append(" findings\n");
    audit
        .findings()
        .forEach(
            finding ->
                text.append(finding.rule().level())
                    .append(allowed.contains(finding.rule()) ? ", provoked: " : ": ")
                    .append(describe(finding))
                    .append('\n'));
    notes.forEach(note -> text.append("note: ").append(note).append('\n'));
    audit.unjudged().forEach(u -> text.append("note: ").append(u).append('\n'));
    return text.toString();
  }
}
