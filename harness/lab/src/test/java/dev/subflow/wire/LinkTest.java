// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import static dev.subflow.wire.FabricFixture.MAC_A;
import static dev.subflow.wire.FabricFixture.MAC_B;
import static dev.subflow.wire.FabricFixture.soon;
import static dev.subflow.wire.FakeGuest.frame;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
final class LinkTest {
  private static final byte[] PING = frame(MAC_B, MAC_A, "ping");
  private static final byte[] PONG = frame(MAC_A, MAC_B, "pong");

  private FabricFixture lab;

  @BeforeEach
  void open() throws IOException {
    lab = FabricFixture.link();
  }

  @AfterEach
  void close() throws IOException {
    lab.close();
  }

  @Test
  void carriesFramesBothWays() throws IOException {
    FakeGuest a = lab.plug("a");
    FakeGuest b = lab.plug("b");
    a.send(PING);
    assertThat(b.receive()).isEqualTo(PING);
    b.send(PONG);
    assertThat(a.receive()).isEqualTo(PONG);
    assertThat(lab.port("a").sentFrames()).isEqualTo(1);
    assertThat(lab.port("a").sentBytes()).isEqualTo(PING.length);
    assertThat(lab.port("b").receivedFrames()).isEqualTo(1);
    assertThat(lab.port("b").receivedBytes()).isEqualTo(PING.length);
  }

  @Test
  void joinsFramesThatComeByteByByte() throws IOException {
    FakeGuest a = lab.plug("a");
    FakeGuest b = lab.plug("b");
    ByteBuffer two =
        ByteBuffer.allocate(2 * (4 + PING.length))
            .put(FakeGuest.framed(PING))
            .put(FakeGuest.framed(PING))
            .flip();
    for (int split = 0; split <= two.capacity(); split++) {
      a.sendRaw(two.slice(0, split));
      // Only when the first part has been read is it certain that the loop saw it alone.
      lab.wire().ports();
      a.sendRaw(two.slice(split, two.capacity() - split));
      assertThat(b.receive()).isEqualTo(PING);
      assertThat(b.receive()).isEqualTo(PING);
    }
  }

  @Test
  void cutLosesFramesAndRestoreCarriesAgain() throws IOException {
    FakeGuest a = lab.plug("a");
    FakeGuest b = lab.plug("b");
    lab.wire().cut();
    assertThat(lab.wire().isCut()).isTrue();
    a.send(PING);
    b.send(PONG);
    soon("frames lost to the cut")
        .until(() -> lab.port("a").lostToCut() == 1 && lab.port("b").lostToCut() == 1);
    lab.wire().restore();
    assertThat(lab.wire().isCut()).isFalse();
    byte[] again = frame(MAC_B, MAC_A, "again");
    a.send(again);
    assertThat(b.receive()).isEqualTo(again);
    assertThat(lab.port("b").receivedFrames()).isEqualTo(1);
  }

  @Test
  void losesFramesForAGuestThatIsNotThereAndTakesItBack() throws IOException {
    FakeGuest a = lab.plug("a");
    a.send(PING);
    soon("frame lost unplugged").until(() -> lab.port("b").lostUnplugged() == 1);
    FakeGuest first = lab.plug("b");
    a.send(PING);
    assertThat(first.receive()).isEqualTo(PING);
    first.close();
    soon("end of the connection").until(() -> !lab.port("b").connected());
    FakeGuest second = lab.plug("b");
    a.send(PING);
    assertThat(second.receive()).isEqualTo(PING);
    second.send(PONG);
    assertThat(a.receive()).isEqualTo(PONG);
    assertThat(lab.port("b").connections()).isEqualTo(2);
  }

  @Test
  void aNewConnectionReplacesTheOldOne() throws IOException {
    FakeGuest a = lab.plug("a");
    FakeGuest old = lab.plug("b");
    a.sendRaw(FakeGuest.framed(PING).limit(7));
    FakeGuest present = lab.plug("b");
    assertThatThrownBy(old::receive).hasMessageContaining("closed the connection");
    a.sendRaw(FakeGuest.framed(PING).position(7));
    assertThat(present.receive()).isEqualTo(PING);
  }

  @Test
  void closesThePortOfAnImpossibleLengthAndOnlyThat() throws IOException {
    FakeGuest a = lab.plug("a");
    FakeGuest b = lab.plug("b");
    for (int length : new int[] {0, -1, Framing.MAX_FRAME_BYTES + 1, Integer.MAX_VALUE}) {
      long errors = lab.port("a").protocolErrors();
      a.send(PING);
      a.sendRaw(ByteBuffer.allocate(8).putInt(length).putInt(0).flip());
      assertThat(b.receive()).isEqualTo(PING);
      assertThatThrownBy(a::receive).hasMessageContaining("closed the connection");
      assertThat(lab.port("a").protocolErrors()).isEqualTo(errors + 1);
      a = lab.plug("a");
    }
    b.send(PONG);
    assertThat(a.receive()).isEqualTo(PONG);
  }

  @Test
  void carriesTheLargestFrame() throws IOException {
    FakeGuest a = lab.plug("a");
    FakeGuest b = lab.plug("b");
    byte[] largest = new byte[Framing.MAX_FRAME_BYTES];
    largest[largest.length - 1] = 7;
    for (int i = 0; i < 3; i++) {
      a.send(largest);
      assertThat(b.receive()).isEqualTo(largest);
    }
  }

  @Test
  void nothingComesFromNothing() throws IOException {
    FakeGuest a = lab.plug("a");
    assertThat(a.poll(Duration.ofMillis(50))).isEmpty();
  }
}
