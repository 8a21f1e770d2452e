// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import dev.subflow.packet.mptcp.MptcpOption;
import dev.subflow.packet.mptcp.MptcpSubtype;
import java.util.List;
import java.util.function.Predicate;

/**
 * Describes packets with an MPTCP option of one type, read leniently. Where a packet has several,
 * one of them must fit in everything. Immutable.
 *
 * @param <S> the type itself
 * @param <O> type of the option
 */
abstract class OptionMatcher<S extends OptionMatcher<S, O>, O extends MptcpOption>
    extends SegmentMatcher<S> {
  private final Spec<O> spec;

  /** All that there is to a matcher of one type. */
  record Spec<O>(
      String name,
      MptcpSubtype subtype,
      Class<O> type,
      Predicate<Segment> carrier,
      List<Condition<O>> ofOption,
      List<Condition<Frame>> ofSegment) {
    static <O> Spec<O> of(
        String name, MptcpSubtype subtype, Class<O> type, Predicate<Segment> carrier) {
      return new Spec<>(name, subtype, type, carrier, List.of(), List.of());
    }

    Spec<O> with(List<Condition<O>> option, List<Condition<Frame>> segment) {
      return new Spec<>(name, subtype, type, carrier, option, segment);
    }
  }

  OptionMatcher(Spec<O> spec) {
    super(spec.name() + texts(spec.ofOption()), spec.ofSegment());
    this.spec = spec;
  }

  abstract S copy(Spec<O> changed);

  @Override
  final S with(List<Condition<Frame>> more) {
    return copy(spec.with(spec.ofOption(), more));
  }

  /** Only packets whose option meets a condition, which the text names. */
  public final S having(String text, Predicate<O> condition) {
    return copy(
        spec.with(
            Condition.append(spec.ofOption(), new Condition<>(text, condition)), spec.ofSegment()));
  }

  @Override
  final boolean isMeant(Segment segment) {
    // Most segments on a wire have other options, which need not be decoded.
    return spec.carrier().test(segment)
        && segment.has(spec.subtype())
        && segment.options(spec.type()).anyMatch(o -> Condition.all(spec.ofOption(), o));
  }
}
