// SPDX-License-Identifier: Apache-2.0
package dev.subflow.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.failure.Splat;
import dev.subflow.guest.GuestCrashedException.How;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GuestCrashedExceptionTest {
  private static final Splat WARNING = splat(Splat.Kind.WARNING, "WARNING: one");
  private static final Splat PANIC = splat(Splat.Kind.PANIC, "Kernel panic - not syncing");

  private static Splat splat(Splat.Kind kind, String headline) {
    return new Splat(kind, headline, List.of("[    1.000000] " + headline, "frame"));
  }

  private static GuestCrashedException crash(How how, Splat... splats) {
    return new GuestCrashedException("client", how, ", so", List.of(splats));
  }

  @Test
  void ofAKernelThatDiedTheDeadlySplatDecides() {
    GuestCrashedException died = crash(How.DIED, WARNING, PANIC);

    assertThat(died.decisive()).contains(PANIC);
    assertThat(died.splats()).containsExactly(WARNING, PANIC);
    assertThat(died)
        .hasMessage(
            "guest \"client\": its kernel died, so\n"
                + "[    1.000000] Kernel panic - not syncing\nframe");
    assertThat(crash(How.SPLAT, WARNING, PANIC).decisive()).contains(WARNING);
  }

  @Test
  void aKernelMayGoWithoutAWord() {
    assertThat(crash(How.WENT_DOWN).decisive()).isEmpty();
    assertThat(crash(How.WENT_DOWN)).hasMessage("guest \"client\": it went down by itself, so");
  }
}
