// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.middlebox;

import dev.subflow.wire.Crossing;
import dev.subflow.wire.Middlebox;
import dev.subflow.wire.packet.MptcpSubtype;
import dev.subflow.wire.packet.Packet;
import dev.subflow.wire.packet.TcpOption;
import dev.subflow.wire.packet.TcpSegment;
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
  public List<Packet> pass(Packet frame, Crossing crossing) {
    return List.of(frame.tcp().map(this::stripped).orElse(frame));
  }

  private Packet stripped(TcpSegment segment) {
    return segment.options().stream().anyMatch(this::isMeant)
        ? segment.withoutOptions(this::isMeant)
        : segment.packet();
  }

  private boolean isMeant(TcpOption option) {
    return option.isMptcp() && option.subtype().map(subtypes::contains).orElse(unassignedToo);
  }
}
