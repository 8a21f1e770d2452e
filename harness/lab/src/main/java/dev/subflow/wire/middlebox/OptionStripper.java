// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.middlebox;

import dev.subflow.packet.Frame;
import dev.subflow.packet.Segment;
import dev.subflow.packet.TcpOption;
import dev.subflow.packet.mptcp.MptcpSubtype;
import dev.subflow.wire.Crossing;
import dev.subflow.wire.Middlebox;
import java.util.List;
import java.util.Set;

/** Writes NOPs over MPTCP options. */
final class OptionStripper implements Middlebox {
  private final Set<MptcpSubtype> subtypes;
  private final boolean unassignedToo;

  OptionStripper(Set<MptcpSubtype> subtypes, boolean unassignedToo) {
    this.subtypes = subtypes;
    this.unassignedToo = unassignedToo;
  }

  @Override
  public List<Frame> pass(Frame frame, Crossing crossing) {
    return List.of(frame.tcp().map(this::stripped).orElse(frame));
  }

  private Frame stripped(Segment segment) {
    return segment.options().stream().anyMatch(this::isMeant)
        ? segment.withoutOptions(this::isMeant)
        : segment.frame();
  }

  private boolean isMeant(TcpOption option) {
    return option.isMptcp() && option.subtype().map(subtypes::contains).orElse(unassignedToo);
  }
}
