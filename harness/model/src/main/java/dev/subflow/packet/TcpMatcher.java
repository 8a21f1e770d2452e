// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import dev.subflow.packet.mptcp.MptcpSubtype;
import java.util.List;
import java.util.function.Predicate;

/** Describes packets by their TCP header. Immutable. */
public final class TcpMatcher extends SegmentMatcher<TcpMatcher> {
  private final String name;
  private final Predicate<Segment> kind;

  TcpMatcher(String name, Predicate<Segment> kind) {
    this(name, kind, List.of());
  }

  private TcpMatcher(String name, Predicate<Segment> kind, List<Condition<Frame>> conditions) {
    super(name, conditions);
    this.name = name;
    this.kind = kind;
  }

  @Override
  TcpMatcher with(List<Condition<Frame>> more) {
    return new TcpMatcher(name, kind, more);
  }

  @Override
  boolean isMeant(Segment segment) {
    return kind.test(segment);
  }

  /** Only packets with an MPTCP option, of whatever subtype and however broken. */
  public TcpMatcher withMptcp() {
    return where("with MPTCP", Segment::isMptcp);
  }

  /** Only packets with an MPTCP option of that subtype. */
  public TcpMatcher withMptcp(MptcpSubtype subtype) {
    return where("with " + subtype, s -> s.has(subtype));
  }

  /** Only packets without any MPTCP option. */
  public TcpMatcher withoutMptcp() {
    return where("without MPTCP", s -> !s.isMptcp());
  }

  /** Only packets with a flag. */
  public TcpMatcher flag(TcpFlag flag) {
    return where(flag.name(), s -> s.has(flag));
  }
}
