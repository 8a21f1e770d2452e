// SPDX-License-Identifier: Apache-2.0
package dev.subflow.wire;

import static dev.subflow.wire.FabricFixture.BROADCAST;
import static dev.subflow.wire.FabricFixture.MAC_A;
import static dev.subflow.wire.FabricFixture.MAC_B;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.junit.jupiter.api.Test;

final class SwitchingTest {
  private long now = 1_000_000;
  private final Switching switching = new Switching(() -> now);

  private int target(int port, String to, String from) {
    ByteBuffer frame = ByteBuffer.wrap(FakeGuest.frame(to, from, ""));
    return switching.target(port, frame, 0, frame.remaining());
  }

  @Test
  void learnsFromEachFrame() {
    assertThat(target(0, MAC_B, MAC_A)).isEqualTo(Forwarding.EVERYWHERE);
    assertThat(target(1, MAC_A, MAC_B)).isZero();
    assertThat(target(0, MAC_B, MAC_A)).isEqualTo(1);
  }

  @Test
  void forgetsWhatIsOldAndKeepsWhatIsHeardOf() {
    target(1, BROADCAST, MAC_B);
    now += Switching.AGEING.toNanos();
    assertThat(target(0, MAC_B, MAC_A)).isEqualTo(1);
    now += 1;
    assertThat(target(0, MAC_B, "52:54:00:00:00:99")).isEqualTo(Forwarding.EVERYWHERE);
    assertThat(target(2, MAC_A, "52:54:00:00:00:98")).isZero();
  }

  @Test
  void aLongRunBetweenTwoAddressesKeepsTheSenderKnown() {
    target(1, BROADCAST, MAC_B);
    for (int i = 0; i < 1000; i++) {
      now += Switching.AGEING.toNanos() / 500;
      target(0, BROADCAST, MAC_A);
    }
    assertThat(target(2, MAC_A, "52:54:00:00:00:98")).isZero();
  }

  @Test
  void doesNotLearnGroupAddresses() {
    target(0, MAC_B, BROADCAST);
    assertThat(switching.size()).isZero();
  }

  @Test
  void aFloodOfInventedAddressesDoesNotGrowTheTable() {
    for (int i = 0; i < 10 * Switching.MAX_ADDRESSES; i++) {
      target(0, BROADCAST, String.format(Locale.ROOT, "02:00:00:00:%02x:%02x", i >> 8, i & 255));
    }
    assertThat(switching.size()).isEqualTo(Switching.MAX_ADDRESSES);
  }
}
