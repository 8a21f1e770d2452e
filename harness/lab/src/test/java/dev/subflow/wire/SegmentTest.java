// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import static dev.subflow.wire.FabricFixture.BROADCAST;
import static dev.subflow.wire.FabricFixture.MAC_A;
import static dev.subflow.wire.FabricFixture.MAC_B;
import static dev.subflow.wire.FabricFixture.MAC_C;
import static dev.subflow.wire.FabricFixture.soon;
import static dev.subflow.wire.FakeGuest.frame;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(90)
final class SegmentTest {
  private FabricFixture lab;
  private FakeGuest a;
  private FakeGuest b;
  private FakeGuest c;

  @BeforeEach
  void open() throws IOException {
    lab = FabricFixture.segment(3);
    a = lab.plug("a");
    b = lab.plug("b");
    c = lab.plug("c");
  }

  @AfterEach
  void close() throws IOException {
    lab.close();
  }

  @Test
  void floodsWhatItDoesNotKnowAndLearns() throws IOException {
    byte[] first = frame(MAC_B, MAC_A, "who are you");
    a.send(first);
    assertThat(b.receive()).isEqualTo(first);
    assertThat(c.receive()).isEqualTo(first);

    byte[] answer = frame(MAC_A, MAC_B, "b");
    b.send(answer);
    assertThat(a.receive()).isEqualTo(answer);
    byte[] second = frame(MAC_B, MAC_A, "ah");
    a.send(second);
    assertThat(b.receive()).isEqualTo(second);

    assertThat(lab.port("c").receivedFrames()).isEqualTo(1);
  }

  @Test
  void broadcastAndMulticastReachAllOthers() throws IOException {
    for (String group : new String[] {BROADCAST, "33:33:00:00:00:01", "01:00:5e:00:00:fb"}) {
      byte[] call = frame(group, MAC_A, "all");
      a.send(call);
      assertThat(b.receive()).isEqualTo(call);
      assertThat(c.receive()).isEqualTo(call);
    }
    assertThat(lab.port("a").receivedFrames()).isZero();
  }

  @Test
  void splitsOneWriteAmongItsReceivers() throws IOException {
    learnAll();
    byte[][] frames = new byte[300][];
    ByteBuffer all = ByteBuffer.allocate(64 << 10);
    for (int i = 0; i < frames.length; i++) {
      String to = i % 3 == 0 ? BROADCAST : i % 3 == 1 ? MAC_B : MAC_C;
      frames[i] = frame(to, MAC_A, "frame " + i);
      all.put(FakeGuest.framed(frames[i]));
    }
    a.sendRaw(all.flip());
    for (int i = 0; i < frames.length; i++) {
      if (i % 3 != 2) {
        assertThat(b.receive()).isEqualTo(frames[i]);
      }
      if (i % 3 != 1) {
        assertThat(c.receive()).isEqualTo(frames[i]);
      }
    }
  }

  @Test
  void followsAnAddressThatMovesToAnotherPort() throws IOException {
    learnAll();
    c.send(frame(BROADCAST, MAC_B, "b is here now"));
    a.receive();
    b.receive();
    byte[] call = frame(MAC_B, MAC_A, "to b");
    a.send(call);
    assertThat(c.receive()).isEqualTo(call);
  }

  @Test
  void dropsWhatIsNotEthernetOrForItsOwnSender() throws IOException {
    learnAll();
    a.send(new byte[] {1, 2, 3});
    a.send(frame(MAC_A, MAC_A, "to myself"));
    soon("filtered frames").until(() -> lab.port("a").filtered() == 2);
    byte[] last = frame(MAC_B, MAC_A, "last");
    a.send(last);
    assertThat(b.receive()).isEqualTo(last);
  }

  @Test
  void forgetsTheAddressesOfAGuestThatLeft() throws IOException {
    learnAll();
    b.close();
    soon("end of the connection").until(() -> !lab.port("b").connected());
    byte[] call = frame(MAC_B, MAC_A, "anybody?");
    a.send(call);
    assertThat(c.receive()).isEqualTo(call);
  }

  private void learnAll() throws IOException {
    a.send(frame(BROADCAST, MAC_A, "a"));
    b.receive();
    c.receive();
    b.send(frame(BROADCAST, MAC_B, "b"));
    a.receive();
    c.receive();
    c.send(frame(BROADCAST, MAC_C, "c"));
    a.receive();
    b.receive();
  }
}
