// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.middlebox;

import static dev.subflow.packet.Packets.syn;

import dev.subflow.audit.Interference;
import dev.subflow.packet.Frame;
import dev.subflow.packet.PacketMatcher;
import dev.subflow.packet.Segment;
import dev.subflow.packet.TcpFlag;
import dev.subflow.packet.TcpReply;
import dev.subflow.packet.mptcp.IpText;
import dev.subflow.packet.mptcp.MptcpOption;
import dev.subflow.packet.mptcp.MptcpSubtype;
import dev.subflow.wire.Alteration;
import dev.subflow.wire.Middlebox;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * The common {@link Middlebox}es, to be narrowed by {@link Middlebox#only} and joined by {@link
 * Middlebox#andThen}: {@code stripMptcp(DSS).only(payload().after(10))}.
 *
 * <p>Each call makes a box with a state of its own.
 */
public final class Middleboxes {
  private static final Duration COALESCING_PATIENCE = Duration.ofMillis(2);

  private static final Set<Alteration> LOSS = Set.of(Alteration.of(Interference.Kind.LOSS));

  private Middleboxes() {}

  /**
   * Replaces every MPTCP option by NOPs, as firewalls do that know only what they may let pass;
   * lengths stay.
   */
  public static Middlebox stripMptcp() {
    return new OptionStripper(EnumSet.allOf(MptcpSubtype.class), true)
        .named("strip MPTCP")
        .altering(Set.of(Alteration.ofAllOptions()));
  }

  /** Replaces MPTCP options of some subtypes by NOPs. */
  public static Middlebox stripMptcp(MptcpSubtype subtype, MptcpSubtype... more) {
    Set<MptcpSubtype> subtypes = EnumSet.of(subtype, more);
    return new OptionStripper(subtypes, false)
        .named("strip " + subtypes)
        .altering(Set.of(Alteration.ofOptions(subtypes)));
  }

  /**
   * Puts another option in place of each MPTCP option of a type: {@code rewrite(AddAddr.class,
   * AddAddr::echoed)}. What replaces it may be of any type; the options must still fit.
   */
  public static <O extends MptcpOption> Middlebox rewrite(
      Class<O> type, Function<O, ? extends MptcpOption> change) {
    return new OptionRewriter<>(type, change)
        .named("rewrite " + type.getSimpleName())
        .altering(Set.of(Alteration.ofAllOptions()));
  }

  /** Drops what matches: {@code drop(addAddr().echo().first(3))}. */
  public static Middlebox drop(PacketMatcher matcher) {
    Middlebox box = (frame, crossing) -> matcher.matches(frame) ? List.of() : List.of(frame);
    return box.named("drop " + matcher).altering(LOSS);
  }

  /** Drops SYNs with any MPTCP option, as a path does that lets only plain TCP through. */
  public static Middlebox dropMptcpSyns() {
    return drop(syn().withMptcp());
  }

  /**
   * Inverts a byte of the payload and mends the TCP checksum, so that only MPTCP's own checksum can
   * tell.
   *
   * @param index of the byte; a segment with less payload passes as it is
   * @throws IllegalArgumentException when the index is negative
   */
  public static Middlebox corruptPayload(int index) {
    if (index < 0) {
      throw new IllegalArgumentException("no payload has a byte " + index + "; the first is 0");
    }
    Middlebox box =
        (frame, crossing) ->
            List.of(
                frame
                    .tcp()
                    .filter(segment -> segment.payloadLength() > index)
                    .map(segment -> corrupted(segment, index))
                    .orElse(frame));
    return box.named("corrupt payload byte " + index)
        .altering(Set.of(Alteration.of(Interference.Kind.PAYLOAD)));
  }

  private static Frame corrupted(Segment segment, int index) {
    byte[] payload = segment.payload();
    payload[index] ^= (byte) 0xff;
    return segment.withPayload(payload);
  }

  /**
   * Translates one IPv4 address into another, in both directions, and answers for it in ARP: what
   * comes from inside is seen to come from outside, and what goes to outside arrives inside.
   *
   * <p>To be attached to both directions. The addresses must be of the same subnet, or routed
   * there; ports stay. What ICMP errors quote is not translated.
   *
   * @throws IllegalArgumentException when one of them is no IPv4 address
   */
  public static Middlebox sourceNat(String inside, String outside) {
    return new SourceNat(IpText.parse(inside), IpText.parse(outside))
        .named("NAT " + inside + " as " + outside)
        .altering(Set.of(Alteration.of(Interference.Kind.ADDRESSES)));
  }

  /**
   * Splits segments with more payload; each part has all options, as network cards do it.
   *
   * @throws IllegalArgumentException when the number of bytes is less than 1
   */
  public static Middlebox split(int maxPayloadBytes) {
    return new Splitter(maxPayloadBytes)
        .named("split to " + maxPayloadBytes + " bytes")
        .altering(Set.of());
  }

  /**
   * Joins segments that follow each other in a flow, up to so much payload; the options of the
   * first stay, those of the others are lost. Keep the sum below the receiver's MTU: 1400 does.
   *
   * <p>A segment waits at most 2 ms for the next. Only plain data waits: SYN, FIN, RST and URG do
   * not, nor does what acknowledges more than the segment before it.
   *
   * @throws IllegalArgumentException when the number of bytes is less than 2
   */
  public static Middlebox coalesce(int maxPayloadBytes) {
    return new Coalescer(maxPayloadBytes, COALESCING_PATIENCE)
        .named("coalesce to " + maxPayloadBytes + " bytes")
        .altering(Set.of(Alteration.ofAllOptions()));
  }

  /** Drops TCP segments that match and answers each with a reset, as a firewall does. */
  public static Middlebox reset(PacketMatcher matcher) {
    return resetting(matcher, false).named("reset " + matcher).altering(LOSS);
  }

  /** Resets both ends: answers TCP segments that match, and sends on a reset in their place. */
  public static Middlebox resetBothEnds(PacketMatcher matcher) {
    return resetting(matcher, true).named("reset both ends of " + matcher).altering(LOSS);
  }

  private static Middlebox resetting(PacketMatcher matcher, boolean both) {
    return (frame, crossing) -> {
      Optional<Segment> tcp = frame.tcp();
      if (tcp.isEmpty() || !matcher.matches(frame)) {
        return List.of(frame);
      }
      Segment segment = tcp.get();
      if (!segment.has(TcpFlag.RST)) {
        crossing.answer(TcpReply.reset(segment));
      }
      return both ? List.of(TcpReply.resetInsteadOf(segment)) : List.of();
    };
  }
}
