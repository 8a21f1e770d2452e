// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import static dev.subflow.packet.Packets.anything;
import static dev.subflow.packet.Packets.joinedSubflow;
import static dev.subflow.packet.Packets.payload;
import static dev.subflow.packet.TestPackets.segment;
import static dev.subflow.wire.FabricFixture.MAC_A;
import static dev.subflow.wire.FabricFixture.MAC_B;
import static dev.subflow.wire.FabricFixture.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.packet.TcpFlag;
import dev.subflow.packet.TestPackets;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
final class TriggerTest {
  private static final byte[] FRAME = FakeGuest.frame(MAC_B, MAC_A, "frame");

  private FabricFixture lab;
  private FakeGuest a;
  private FakeGuest b;

  @BeforeEach
  void open() throws IOException {
    lab = FabricFixture.link();
    a = lab.plug("a");
    b = lab.plug("b");
  }

  @AfterEach
  void close() throws IOException {
    lab.close();
  }

  private void send(int frames) throws IOException {
    for (int i = 0; i < frames; i++) {
      a.send(FRAME);
    }
  }

  @Test
  void cutsOnceTheSecondSubflowHasCarriedSoMuch() throws IOException {
    Trigger trigger = lab.wire().when(joinedSubflow()).payloadBytes(3_000).then(lab.wire()::cut);
    byte[] first = segment().payload("x".repeat(1000)).frame().bytes();
    TestPackets.Draft second = segment("10.0.2.1", "10.0.1.2");
    byte[] join = second.flags(TcpFlag.SYN).options(TestPackets.MP_JOIN_SYN).frame().bytes();
    byte[] data = second.payload("x".repeat(1000)).frame().bytes();
    for (byte[] frame : List.of(first, first, first, first, join, data, data)) {
      a.send(frame);
      assertThat(b.receive()).isEqualTo(frame);
    }
    assertThat(trigger.hasFired()).isFalse();
    a.send(data);
    soon("cut").until(trigger::hasFired);
    assertThat(lab.wire().isCut()).isTrue();
    assertThat(trigger.payloadBytes()).isEqualTo(3000);
    assertThat(trigger.frames()).isEqualTo(4);
    // What the action does holds for the frame that set it off.
    assertThat(b.poll(Duration.ofMillis(30))).isEmpty();
    assertThat(lab.port("a").lostToCut()).isEqualTo(1);
  }

  @Test
  void actsOnceOnTheFrameOfThatNumber() throws IOException {
    Trigger trigger =
        lab.wire()
            .when(Direction.from("a"), anything())
            .frames(3)
            .then(() -> lab.wire().attach((frame, crossing) -> List.of()));
    send(2);
    b.receive();
    b.receive();
    b.send(FRAME);
    a.receive();
    assertThat(trigger.frames()).isEqualTo(2);
    send(5);
    soon("dropped frames")
        .until(() -> lab.wire().stats(Direction.from("a")).removedByMiddlebox() == 5);
    assertThat(trigger.hasFired()).isTrue();
    assertThat(trigger.frames()).isEqualTo(3);
  }

  @Test
  void seesWhatIsSentIntoACutAndCanRestore() throws IOException {
    lab.wire().cut();
    lab.wire().when(anything()).frames(4).then(lab.wire()::restore);
    send(4);
    assertThat(b.receive()).isEqualTo(FRAME);
    assertThat(lab.port("a").lostToCut()).isEqualTo(3);
  }

  @Test
  void canSetUpItsSuccessor() throws IOException {
    lab.wire()
        .when(anything())
        .then(
            () -> {
              lab.wire().cut();
              lab.wire().when(anything()).frames(2).then(lab.wire()::heal);
            });
    send(3);
    assertThat(b.receive()).isEqualTo(FRAME);
    assertThat(lab.port("a").lostToCut()).isEqualTo(2);
  }

  @Test
  void aCancelledOneDoesNothing() throws IOException {
    Trigger trigger = lab.wire().when(anything()).then(lab.wire()::cut);
    trigger.close();
    send(1);
    assertThat(b.receive()).isEqualTo(FRAME);
    assertThat(trigger.hasFired()).isFalse();
    assertThat(trigger.frames()).isZero();
  }

  @Test
  void oneThatThrowsIsTakenOff() throws IOException {
    Trigger action =
        lab.wire()
            .when(anything())
            .then(
                () -> {
                  throw new IllegalStateException("no");
                });
    Trigger matcher =
        lab.wire()
            .when(
                frame -> {
                  throw new IllegalStateException("never");
                })
            .then(lab.wire()::cut);
    send(2);
    assertThat(b.receive()).isEqualTo(FRAME);
    assertThat(b.receive()).isEqualTo(FRAME);
    assertThat(action.hasFired()).isTrue();
    assertThat(matcher.hasFired()).isFalse();
    assertThat(lab.wire().takeFailures())
        .extracting(f -> f.cause().getMessage())
        .containsExactly("no", "never");
  }

  @Test
  void anotherThresholdMakesAnotherQuestion() throws IOException {
    When any = lab.wire().when(anything());
    Trigger second = any.frames(2).then(() -> {});
    Trigger first = any.then(() -> {});
    send(1);

    soon("the first").until(first::hasFired);
    assertThat(second.hasFired()).isFalse();
  }

  @Test
  void refusesWhatNeverComes() throws IOException {
    When data = lab.wire().when(payload());
    assertThatThrownBy(() -> data.frames(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("frame 0");
    assertThatThrownBy(() -> data.payloadBytes(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1 bytes");
    assertThatThrownBy(() -> lab.wire().when(Direction.from("x"), payload()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("from x");
    try (FabricFixture segment = FabricFixture.segment(2)) {
      assertThatThrownBy(() -> segment.wire().when(Direction.to("b"), payload()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("match its destination");
    }
  }
}
