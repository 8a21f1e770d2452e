// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import dev.subflow.packet.mptcp.MptcpOption;
import java.util.List;
import java.util.function.Predicate;

/**
 * Describes packets with an MPTCP option of one type, read leniently. Where a packet has several,
 * one of them must fit in everything. Immutable.
 *
 * @param <S> the type itself
 * @param <O> type of the option
 */
public abstract class OptionMatcher<S extends OptionMatcher<S, O>, O extends MptcpOption>
    extends SegmentMatcher<S> {
  private final Spec<O> spec;

  /** All that there is to a matcher of one type. */
  record Spec<O>(
      String name,
      Class<O> type,
      Predicate<Segment> carrier,
      List<Condition<O>> ofOption,
      List<Condition<Frame>> ofSegment) {
    static <O> Spec<O> of(String name, Class<O> type, Predicate<Segment> carrier) {
      return new Spec<>(name, type, carrier, List.of(), List.of());
    }
  }

  OptionMatcher(Spec<O> spec) {
    super(spec.name() + texts(spec.ofOption()), spec.ofSegment());
    this.spec = spec;
  }

  abstract S copy(Spec<O> changed);

  @Override
  final S with(List<Condition<Frame>> more) {
    return copy(new Spec<>(spec.name(), spec.type(), spec.carrier(), spec.ofOption(), more));
  }

  /** Only packets whose option meets a condition, which the text names. */
  public final S having(String text, Predicate<O> condition) {
    return copy(
        new Spec<>(
            spec.name(),
            spec.type(),
            spec.carrier(),
            Condition.append(spec.ofOption(), new Condition<>(text, condition)),
            spec.ofSegment()));
  }

  @Override
  final boolean isMeant(Segment segment) {
    return spec.carrier().test(segment)
        && segment.options(spec.type()).anyMatch(o -> Condition.all(spec.ofOption(), o));
  }
}
