// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import static dev.subflow.packet.TestPackets.segment;
import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.audit.Interference;
import dev.subflow.packet.Frame;
import dev.subflow.packet.Packets;
import dev.subflow.packet.mptcp.MptcpSubtype;
import dev.subflow.wire.middlebox.Middleboxes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

final class MiddleboxChainTest {
  private static final Frame ONE = segment().sequence(1).frame();
  private static final Frame TWO = segment().sequence(2).frame();

  private final List<Frame> answers = new ArrayList<>();
  private final List<Supplier<List<Frame>>> later = new ArrayList<>();
  private final List<Duration> delays = new ArrayList<>();
  private final Crossing crossing =
      new Crossing() {
        @Override
        public Direction direction() {
          return Direction.to("b", "eth1");
        }

        @Override
        public void answer(Frame frame) {
          answers.add(frame);
        }

        @Override
        public void later(Duration delay, Supplier<List<Frame>> frames) {
          delays.add(delay);
          later.add(frames);
        }
      };

  private static List<Frame> twice(Frame frame, Crossing crossing) {
    return List.of(frame, frame);
  }

  private static List<Frame> none(Frame frame, Crossing crossing) {
    return List.of();
  }

  @Test
  void theSecondBoxGetsEachFrameOfTheFirst() {
    Middlebox doubling = MiddleboxChainTest::twice;
    MiddleboxChain four = new MiddleboxChain(doubling, doubling);

    assertThat(four.pass(ONE, crossing)).containsExactly(ONE, ONE, ONE, ONE);
    assertThat(doubling.andThen(MiddleboxChainTest::none).pass(ONE, crossing)).isEmpty();
  }

  @Test
  void aDroppedFrameDoesNotReachTheSecondBox() {
    List<Frame> seen = new ArrayList<>();
    Middlebox watching =
        (frame, way) -> {
          seen.add(frame);
          return List.of(frame);
        };
    Middlebox dropping = MiddleboxChainTest::none;

    assertThat(new MiddleboxChain(dropping, watching).pass(ONE, crossing)).isEmpty();
    assertThat(seen).isEmpty();
  }

  @Test
  void whatTheFirstBoxHoldsBackGoesThroughTheSecondToo() {
    Middlebox holding =
        (frame, way) -> {
          way.later(Duration.ofMillis(5), () -> List.of(frame, TWO));
          way.answer(TWO);
          assertThat(way.direction()).isEqualTo(Direction.to("b", "eth1"));
          return List.of();
        };

    assertThat(new MiddleboxChain(holding, MiddleboxChainTest::twice).pass(ONE, crossing))
        .isEmpty();
    assertThat(answers).containsExactly(TWO);
    assertThat(delays).containsExactly(Duration.ofMillis(5));
    assertThat(later.get(0).get()).containsExactly(ONE, ONE, TWO, TWO);
  }

  @Test
  void boxesAreSaidInTheirOrderAndByTheirNames() {
    Middlebox named = new NamedMiddlebox("first", MiddleboxChainTest::twice, Set.of());
    Middlebox rest = named.only(Packets.syn()).named("rest");

    assertThat(named.andThen(rest)).hasToString("first, then rest");
    assertThat(named.only(Packets.syn())).hasToString("first only SYN");
    assertThat(named.only(Packets.syn()).pass(ONE, crossing)).containsExactly(ONE);
  }

  @Test
  void boxesSayWhatTheyAlter() {
    Middlebox unknown = MiddleboxChainTest::twice;
    Middlebox stripping = Middleboxes.stripMptcp(MptcpSubtype.DSS);

    assertThat(unknown.only(Packets.syn()).named("x").alterations())
        .containsExactly(Alteration.ANYTHING);
    assertThat(stripping.only(Packets.syn()).alterations())
        .containsExactly(Alteration.ofOptions(Set.of(MptcpSubtype.DSS)));
    assertThat(stripping.andThen(Middleboxes.corruptPayload(0)).alterations())
        .extracting(Alteration::kind)
        .containsExactlyInAnyOrder(Interference.Kind.OPTIONS, Interference.Kind.PAYLOAD);
    assertThat(Middleboxes.split(10).alterations()).isEmpty();
  }

  @Test
  void aPartWithoutANameIsToldByWhereItWasWritten() {
    Middlebox lambda = (frame, way) -> List.of(frame);

    assertThat(PartName.of(lambda)).isEqualTo("of MiddleboxChainTest");
    assertThat(PartName.of("a name")).isEqualTo("a name");
    assertThat(PartName.of(Packets.syn())).isEqualTo("SYN");
  }

  @Test
  void failuresOfAWireAreTakenOnce() {
    Failures failures = new Failures("lan");
    IllegalStateException cause = new IllegalStateException("no");
    failures.add("middlebox strip", cause);

    assertThat(failures.take())
        .singleElement()
        .isEqualTo(new WireFailure("lan", "middlebox strip", cause))
        .hasToString("middlebox strip on wire lan threw java.lang.IllegalStateException: no");
    assertThat(failures.take()).isEmpty();
  }
}
