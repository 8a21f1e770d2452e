// SPDX-License-Identifier: Apache-2.0
package dev.subflow.packet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CountingTest {
  private static final Frame SYN = TestPackets.segment().flags(TcpFlag.SYN).frame();
  private static final Frame UDP = TestPackets.udp("10.0.1.1", "10.0.1.2", "x");

  private static List<Integer> matches(PacketMatcher matcher, int frames) {
    List<Integer> matched = new ArrayList<>();
    for (int i = 0; i < frames; i++) {
      assertThat(matcher.matches(UDP)).as("what the counted one does not match").isFalse();
      if (matcher.matches(SYN)) {
        matched.add(i);
      }
    }
    return matched;
  }

  @Test
  void matchesThoseInTheRangeOnly() {
    assertThat(matches(Counting.range(Packets.syn(), 1, 3, "two"), 6)).containsExactly(1, 2);
    assertThat(matches(Counting.range(Packets.syn(), 2, 2, "none"), 6)).isEmpty();
    assertThat(matches(Packets.syn().after(4), 6)).containsExactly(4, 5);
    assertThat(matches(Packets.syn().first(2).after(1), 6)).containsExactly(1);
  }

  @Test
  void asksNoMoreAfterTheLast() {
    List<Frame> asked = new ArrayList<>();
    PacketMatcher first = Counting.range(frame -> asked.add(frame), 0, 1, "first");

    assertThat(first.matches(SYN)).isTrue();
    assertThat(first.matches(SYN)).isFalse();
    assertThat(asked).hasSize(1);
  }

  @Test
  void refusesNegativeCountsByTheNameOfWhatWasAsked() {
    assertThatThrownBy(() -> Packets.syn().after(-3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("can't match the all but the first -3 of (SYN): counts are 0 and more, not -3");
  }

  @Test
  void namesAndConditionsSpeakForThemselves() {
    PacketMatcher named = new NamedMatcher("the one", frame -> frame.equals(SYN));
    Condition<Frame> isUdp = new Condition<>("UDP", Frame::isUdp);
    List<Condition<Frame>> both =
        Condition.append(List.of(isUdp), new Condition<>("short", frame -> frame.length() < 60));

    assertThat(named.not()).hasToString("not (the one)");
    assertThat(named.matches(SYN)).isTrue();
    assertThat(named.or(Packets.udp()).matches(UDP)).isTrue();
    assertThat(both).extracting(Condition::text).containsExactly("UDP", "short");
    assertThat(Condition.all(both, UDP)).isTrue();
    assertThat(Condition.all(both, SYN)).isFalse();
    assertThat(Condition.all(List.of(), SYN)).as("no condition").isTrue();
  }
}
