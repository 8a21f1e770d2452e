// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import java.util.List;
import java.util.function.Predicate;

/** Describes packets of any protocol. Immutable. */
public final class FrameMatcher extends DescribedMatcher<FrameMatcher> {
  private final String name;
  private final Predicate<Frame> kind;

  FrameMatcher(String name, Predicate<Frame> kind) {
    this(name, kind, List.of());
  }

  private FrameMatcher(String name, Predicate<Frame> kind, List<Condition<Frame>> conditions) {
    super(name, conditions);
    this.name = name;
    this.kind = kind;
  }

  @Override
  FrameMatcher with(List<Condition<Frame>> more) {
    return new FrameMatcher(name, kind, more);
  }

  /** Only packets for which a condition holds, which the text names. */
  public FrameMatcher where(String text, Predicate<Frame> condition) {
    return adding(new Condition<>(text, condition));
  }

  @Override
  public boolean matches(Frame frame) {
    return kind.test(frame) && super.matches(frame);
  }
}
