// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.trace;

import dev.subflow.wire.mptcp.DecodedOption;
import dev.subflow.wire.mptcp.MptcpOption;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A TCP segment on a wire.
 *
 * @param time when it crossed the wire
 * @param sender the NIC that sent it, as {@code host/nic}
 * @param receiver the NIC that it is addressed to, where the capture knows
 * @param source address and port
 * @param destination address and port
 * @param flags those that are set
 * @param sequence 32 bits, unsigned
 * @param acknowledgement 32 bits, unsigned
 * @param payloadLength octets
 * @param options in their order, without padding
 * @param mptcp those of the options that are of MPTCP, read leniently
 */
public record TracedSegment(
    Instant time,
    String sender,
    Optional<String> receiver,
    TcpEnd source,
    TcpEnd destination,
    Set<SegmentFlag> flags,
    long sequence,
    long acknowledgement,
    int payloadLength,
    List<RawOption> options,
    List<DecodedOption> mptcp) {
  public TracedSegment {
    Objects.requireNonNull(time, "time");
    Objects.requireNonNull(sender, "sender");
    Objects.requireNonNull(receiver, "receiver");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(destination, "destination");
    EnumSet<SegmentFlag> set = EnumSet.noneOf(SegmentFlag.class);
    set.addAll(flags);
    flags = Collections.unmodifiableSet(set);
    options = List.copyOf(options);
    mptcp = List.copyOf(mptcp);
  }

  /** Whether it opens a connection or a subflow: SYN without ACK. */
  public boolean isSyn() {
    return has(SegmentFlag.SYN) && !has(SegmentFlag.ACK);
  }

  /** Whether it answers a SYN: SYN with ACK. */
  public boolean isSynAck() {
    return has(SegmentFlag.SYN) && has(SegmentFlag.ACK);
  }

  /** Whether a flag is set. */
  public boolean has(SegmentFlag flag) {
    return flags.contains(flag);
  }

  /** The MPTCP options of one type. */
  public <O extends MptcpOption> Stream<O> options(Class<O> type) {
    return mptcp.stream().map(DecodedOption::option).filter(type::isInstance).map(type::cast);
  }

  /**
   * One readable line: {@code client→server 10.0.1.1:5000 > 10.0.1.2:80 SYN MP_CAPABLE v1 flags=H}.
   */
  @Override
  public String toString() {
    return host(sender)
        + "→"
        + receiver.map(TracedSegment::host).orElse("?")
        + " "
        + source
        + " > "
        + destination
        + flags.stream().map(f -> " " + f).collect(Collectors.joining())
        + (payloadLength > 0 ? " data=" + payloadLength : "")
        + mptcp.stream().map(o -> " " + o).collect(Collectors.joining(","));
  }

  private static String host(String nic) {
    int slash = nic.indexOf('/');
    return slash < 0 ? nic : nic.substring(0, slash);
  }
}
