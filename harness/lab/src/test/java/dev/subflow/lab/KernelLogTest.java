// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.failure.Splat;
import dev.subflow.guest.GuestLostException;
import dev.subflow.guest.GuestUnresponsiveException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Splats that only the kernel's log has. */
final class KernelLogTest {
  private static final String SHOWN = "WARNING: net/mptcp/protocol.c:1 at f+0x1/0x2, CPU#0: init/1";
  private static final String HIDDEN = "BUG: KASAN: slab-use-after-free in mptcp_close+0x12/0x34";
  private static final String LOG =
      "[    0.500000] a harmless warning\n"
          + "[    1.000000] "
          + SHOWN
          + "\n[    2.000000] "
          + HIDDEN
          + "\n[    2.000001] Call Trace:\n";

  @TempDir private Path temp;
  private LabFixture labs;

  @BeforeEach
  void prepare() {
    labs = new LabFixture(temp);
  }

  @Test
  void whatTheConsoleDoesNotShowCountsOnce() {
    labs.factory.with("server", vm -> vm.replies("dmesg -l", 0, LOG));
    try (Lab lab = labs.start()) {
      labs.factory.guest("server").prints(LabFixture.splat(Splat.Kind.WARNING, SHOWN));

      assertThat(lab.readKernelLogs()).isEmpty();
      assertThat(lab.readKernelLogs()).isEmpty();

      assertThat(lab.splats()).containsOnlyKeys("server");
      assertThat(lab.splats().get("server"))
          .extracting(Splat::headline)
          .containsExactly(SHOWN, HIDDEN);
    }
  }

  @Test
  void aConsoleThatIsOnlySlowMakesNoSecondSplatOfIt() {
    labs.factory.with("server", vm -> vm.replies("dmesg -l", 0, "[    1.000000] " + SHOWN + "\n"));
    try (Lab lab = labs.start()) {
      assertThat(lab.readKernelLogs()).isEmpty();
      assertThat(lab.splats().get("server")).hasSize(1);

      labs.factory.guest("server").prints(LabFixture.splat(Splat.Kind.WARNING, SHOWN));

      assertThat(lab.splats().get("server")).hasSize(1);
    }
  }

  @Test
  void theSameFaultAtAnotherTimeIsAnother() {
    Splat early = LabFixture.splat(Splat.Kind.WARNING, SHOWN);
    List<Splat> late = KernelLog.parse("[    9.000000] " + SHOWN + "\n");

    assertThat(KernelLog.merged(List.of(early), late)).hasSize(2);
  }

  @Test
  void whereNothingCanBeAskedTheConsoleAloneCounts() {
    labs.factory
        .with("client", vm -> vm.dies(new GuestLostException("client", "QEMU was killed")))
        .with("server", vm -> vm.replies("dmesg -l", 1, LOG));
    try (Lab lab = labs.start()) {
      labs.factory.events().clear();

      assertThat(lab.readKernelLogs()).isEmpty();
      assertThat(lab.splats()).isEqualTo(Map.of());
      assertThat(labs.factory.events())
          .as("one command, and none in a guest that is gone")
          .containsExactly("server runs dmesg -l emerg,alert,crit,err,warn");
    }
  }

  @Test
  void aGuestWhoseLogCanNotBeHadInTimeIsNotWell() {
    labs.factory.with("server", vm -> vm.hangsAt("dmesg -l"));
    try (Lab lab = labs.start()) {
      assertThat(lab.readKernelLogs())
          .singleElement()
          .isInstanceOf(GuestUnresponsiveException.class)
          .asString()
          .contains("server", "dmesg did not end within 60 s");
    }
  }
}
