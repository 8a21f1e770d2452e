// SPDX-License-Identifier: Apache-2.0
package dev.subflow.audit;

import dev.subflow.capture.PacketTrace;
import java.util.List;

/**
 * What an auditor has to say about a capture.
 *
 * <p>It follows each connection whose SYN it saw over all subflows, and judges what hosts sent. A
 * capture of some wires alone misleads it: data that went over the others seems to be acknowledged
 * though nobody sent it. It takes time in proportion to the frames, and keeps some bytes for each.
 *
 * @param findings the first of each rule and way of a subflow, at most 100 of a rule, in the order
 *     of the frames
 * @param connections MPTCP connections that were followed
 * @param segments TCP segments that were looked at
 * @param unjudged rules that were not judged everywhere, and why
 */
public record Audit(
    List<Finding> findings, int connections, int segments, List<Unjudged> unjudged) {
  public Audit {
    findings = List.copyOf(findings);
    unjudged = List.copyOf(unjudged);
  }

  /** Audits a capture, or those of several wires that were merged, as what left the hosts. */
  public static Audit of(PacketTrace trace) {
    return of(trace, Circumstances.NONE);
  }

  /** As {@link #of(PacketTrace)}, where it is known what was done to frames and told to hosts. */
  public static Audit of(PacketTrace trace, Circumstances circumstances) {
    return new Auditor(trace, circumstances).audit(trace);
  }

  /** The findings of rules that RFC 8684 puts as a must, and of what hosts were told. */
  public List<Finding> violations() {
    return findings.stream().filter(f -> f.rule().level() != Rule.Level.SHOULD).toList();
  }
}
