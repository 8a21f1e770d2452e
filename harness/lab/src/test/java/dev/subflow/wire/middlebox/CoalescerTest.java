// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire.middlebox;

import static dev.subflow.packet.TestPackets.segment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.packet.Frame;
import dev.subflow.packet.Segment;
import dev.subflow.packet.TcpFlag;
import dev.subflow.packet.TestPackets;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Boxes that change how a stream is cut: {@link Coalescer} and {@link Splitter}. */
final class CoalescerTest {
  private final FakeCrossing crossing = new FakeCrossing();
  private final Coalescer box = new Coalescer(8, Duration.ofMillis(1));

  private List<String> pass(Frame... frames) {
    List<String> passed = new ArrayList<>();
    for (Frame frame : frames) {
      box.pass(frame, crossing).forEach(f -> passed.add(text(f)));
    }
    return passed;
  }

  private static Segment tcp(Frame frame) {
    return frame.tcp().orElseThrow();
  }

  private static String text(Frame frame) {
    return new String(tcp(frame).payload(), StandardCharsets.ISO_8859_1);
  }

  private static Frame data(long sequence, String text, TcpFlag... flags) {
    return segment().flags(TcpFlag.ACK, flags).sequence(sequence).payload(text).frame();
  }

  @Test
  void joinsAcrossTheEndOfTheSequenceNumbers() {
    assertThat(pass(data(0xffff_fffeL, "abcd"), data(2, "efgh"))).containsExactly("abcdefgh");
    assertThat(crossing.released()).as("nothing is held back any more").isEmpty();
  }

  @Test
  void theFlagsAreThoseOfTheLastSegment() {
    assertThat(pass(data(1, "ab"), data(3, "cd", TcpFlag.PSH))).isEmpty();
    Frame joined = crossing.released().get(0);

    assertThat(tcp(joined).flags()).containsExactlyInAnyOrder(TcpFlag.ACK, TcpFlag.PSH);
    assertThat(joined.hasRightChecksums()).isTrue();
  }

  @Test
  void whatWouldBeTooLongIsNotJoined() {
    assertThat(pass(data(1, "abcde"), data(6, "fghi"))).containsExactly("abcde");
    assertThat(crossing.released()).extracting(CoalescerTest::text).containsExactly("fghi");
    assertThat(pass(data(1, "123456789"))).as("longer than that").containsExactly("123456789");
  }

  @Test
  void aRetransmissionOrAGapIsNotJoined() {
    assertThat(pass(data(1, "ab"), data(1, "ab"), data(9, "cd"))).containsExactly("ab", "ab");
  }

  @Test
  void flowsAreApartInBothDirections() {
    Frame back = segment().back().sequence(3).payload("cd").frame();

    assertThat(pass(data(1, "ab"), back)).isEmpty();
    assertThat(crossing.released())
        .extracting(CoalescerTest::text)
        .containsExactlyInAnyOrder("ab", "cd");
  }

  @Test
  void otherFlagsAndOtherProtocolsAreLeftAlone() {
    Frame udp = TestPackets.udp("10.0.1.1", "10.0.1.2", "x");

    assertThat(pass(data(1, "ab"), data(3, "cd", TcpFlag.FIN))).containsExactly("ab", "cd");
    assertThat(pass(data(1, "ab", TcpFlag.URG))).containsExactly("ab");
    assertThat(box.pass(udp, crossing)).containsExactly(udp);
  }

  @Test
  void refusesASizeThatJoinsNothing() {
    assertThatThrownBy(() -> new Coalescer(1, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("can't join segments to 1 bytes; give at least 2");
    assertThatThrownBy(() -> new Splitter(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("can't split into segments of 0 bytes; give at least 1");
  }

  @Test
  void whatASplitterCutsIsTheSameStream() {
    Frame whole = data(0xffff_ffffL, "abcdefg", TcpFlag.PSH, TcpFlag.FIN);
    List<Frame> parts = new Splitter(3).pass(whole, crossing);

    assertThat(parts).extracting(CoalescerTest::text).containsExactly("abc", "def", "g");
    assertThat(parts).extracting(p -> tcp(p).sequence()).containsExactly(0xffff_ffffL, 2L, 5L);
    assertThat(parts)
        .extracting(p -> tcp(p).nextSequence())
        .last()
        .isEqualTo(tcp(whole).nextSequence());
    assertThat(parts).allMatch(Frame::hasRightChecksums);
    assertThat(new Splitter(7).pass(whole, crossing)).containsExactly(whole);
  }
}
