// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.middlebox;

import dev.subflow.packet.Frame;
import dev.subflow.packet.Segment;
import dev.subflow.packet.TcpOption;
import dev.subflow.packet.mptcp.DecodedOption;
import dev.subflow.packet.mptcp.MptcpOption;
import dev.subflow.wire.Crossing;
import dev.subflow.wire.Middlebox;
import java.util.List;
import java.util.function.Function;

/** Puts other options in place of the MPTCP options of one type. */
final class OptionRewriter<O extends MptcpOption> implements Middlebox {
  private final Class<O> type;
  private final Function<O, ? extends MptcpOption> change;

  OptionRewriter(Class<O> type, Function<O, ? extends MptcpOption> change) {
    this.type = type;
    this.change = change;
  }

  @Override
  public List<Frame> pass(Frame frame, Crossing crossing) {
    return List.of(
        frame
            .tcp()
            .filter(segment -> segment.options(type).findAny().isPresent())
            .map(this::rewritten)
            .orElse(frame));
  }

  private Frame rewritten(Segment segment) {
    return segment.withOptions(segment.options().stream().map(this::rewritten).toList());
  }

  private TcpOption rewritten(TcpOption option) {
    return option
        .mptcp()
        .map(DecodedOption::option)
        .filter(type::isInstance)
        .map(type::cast)
        .map(change)
        .map(TcpOption::of)
        .orElse(option);
  }
}
