// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.capture.CapturedFrame;
import dev.subflow.capture.PacketTrace;
import dev.subflow.packet.Segment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What an auditor has to say about a capture.
 *
 * <p>It follows each connection whose SYN it saw over all subflows, and judges what hosts sent. It
 * takes the capture for what left the hosts: what a middlebox changed is taken for a fault of the
 * sender.
 *
 * @param findings the first of each rule, sender and subflow, in the order of the frames
 * @param connections MPTCP connections that were followed
 * @param segments TCP segments that were looked at
 */
public record Audit(List<Finding> findings, int connections, int segments) {
  public Audit {
    findings = List.copyOf(findings);
  }

  /** Audits a capture, or those of several wires that were merged. */
  public static Audit of(PacketTrace trace) {
    return new Auditor().audit(trace);
  }

  /** The findings of rules that RFC 8684 puts as a must. */
  public List<Finding> violations() {
    return findings.stream().filter(f -> f.rule().level() == Rule.Level.MUST).toList();
  }

  private static final class Auditor {
    private final Subflows subflows = new Subflows();
    private final List<Check> checks =
        List.of(
            new HandshakeCheck(),
            new JoinCheck(),
            new AddressCheck(),
            new MappingCheck(),
            new DataCheck(),
            new CloseCheck());
    private final Map<List<Object>, Finding> first = new LinkedHashMap<>();
    private final List<Connection> connections = new ArrayList<>();

    Audit audit(PacketTrace trace) {
      int segments = 0;
      int number = 0;
      for (CapturedFrame frame : trace.frames()) {
        number++;
        Optional<Segment> segment = frame.frame().tcp();
        if (segment.isPresent()) {
          segments++;
          see(frame, number, segment.get());
        }
      }
      checks.forEach(check -> check.end(this::found));
      return new Audit(List.copyOf(first.values()), connections.size(), segments);
    }

    private void see(CapturedFrame frame, int number, Segment segment) {
      Consumer<Finding> found = this::found;
      subflows
          .see(frame, number, segment, found)
          .ifPresent(
              sight -> {
                if (sight.connection().hasKeys() && !connections.contains(sight.connection())) {
                  connections.add(sight.connection());
                }
                checks.forEach(check -> check.see(sight, found));
              });
    }

    private void found(Finding finding) {
      first.putIfAbsent(
          List.of(
              finding.rule(),
              finding.sender(),
              finding
                  .frame()
                  .frame()
                  .tcp()
                  .map(s -> s.source() + ">" + s.destination())
                  .orElse("")),
          finding);
    }
  }
}
