// SPDX-License-Identifier: Apache-2.0
package dev.subflow.assertions.packet;

import dev.subflow.wire.trace.SegmentFlag;
import dev.subflow.wire.trace.TracedSegment;
import java.util.List;
import java.util.function.Predicate;

/** Describes packets by their TCP header. Immutable. */
public final class TcpMatcher extends SegmentMatcher<TcpMatcher> {
  private final String name;
  private final Predicate<TracedSegment> kind;

  TcpMatcher(String name, Predicate<TracedSegment> kind) {
    this(name, kind, List.of());
  }

  private TcpMatcher(
      String name, Predicate<TracedSegment> kind, List<Condition<TracedSegment>> conditions) {
    super(name, conditions);
    this.name = name;
    this.kind = kind;
  }

  @Override
  TcpMatcher with(List<Condition<TracedSegment>> more) {
    return new TcpMatcher(name, kind, more);
  }

  @Override
  public boolean matches(TracedSegment segment) {
    return kind.test(segment) && super.matches(segment);
  }

  /** Only packets with an MPTCP option, of whatever subtype and however broken. */
  public TcpMatcher withMptcp() {
    return where("with MPTCP", s -> !s.mptcp().isEmpty());
  }

  /** Only packets without any MPTCP option. */
  public TcpMatcher withoutMptcp() {
    return where("without MPTCP", s -> s.mptcp().isEmpty());
  }

  /** Only packets with a flag. */
  public TcpMatcher flag(SegmentFlag flag) {
    return where(flag.name(), s -> s.has(flag));
  }
}
