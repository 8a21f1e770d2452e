// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.guest.GuestLostException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Something done with all guests at once. */
final class EachGuestTest {
  @TempDir private Path temp;
  private LabFixture labs;

  @BeforeEach
  void prepare() {
    labs = new LabFixture(temp);
  }

  @Test
  void nobodyWaitsForAnother() {
    try (Lab lab = labs.start()) {
      CyclicBarrier meeting = new CyclicBarrier(lab.guests().size());

      // One after another they would never meet.
      lab.each(guest -> assertThat(met(meeting)).as(guest.name()).isTrue());
    }
  }

  @Test
  void oneThatFailsDoesNotKeepTheOthersFromIt() {
    Set<String> asked = ConcurrentHashMap.newKeySet();
    try (Lab lab = labs.start()) {
      assertThatThrownBy(
              () ->
                  lab.each(
                      guest -> {
                        asked.add(guest.name());
                        throw new GuestLostException(guest.name(), "QEMU was killed");
                      }))
          .isInstanceOf(GuestLostException.class)
          .hasMessageContaining("client");

      assertThat(asked).containsExactlyInAnyOrder("client", "server");
    }
  }

  private static boolean met(CyclicBarrier meeting) {
    try {
      meeting.await(10, TimeUnit.SECONDS);
      return true;
    } catch (Exception e) {
      return false;
    }
  }
}
