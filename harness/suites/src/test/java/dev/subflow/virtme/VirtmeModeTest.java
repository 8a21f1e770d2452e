// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VirtmeModeTest {
  @Test
  void everyDocumentedModeIsKnown() {
    assertThat(VirtmeMode.names())
        .contains(
            "manual-normal",
            "manual-debug",
            "manual-btf-normal",
            "manual-btf-debug",
            "auto-normal",
            "auto-debug",
            "auto-all",
            "auto-btf-normal",
            "auto-btf-debug",
            "auto-btf-all",
            "make",
            "make.cross",
            "build",
            "defconfig",
            "selftests",
            "bpftests",
            "cmd",
            "static",
            "vm-manual",
            "vm-auto",
            "connect",
            "lcov2html",
            "src",
            "help");
  }

  @Test
  void aModeThatDoesNotExistIsRefusedWithTheNearestOnes() {
    assertThatThrownBy(() -> VirtmeMode.parse("manual-nromal"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no mode \"manual-nromal\"; did you mean manual-normal");
  }

  @Test
  void argumentsOfKconfigFollowTheMode() {
    assertThat(VirtmeMode.AUTO_NORMAL.command(List.of("-e", "DEBUG_LOCKDEP")))
        .containsExactly("auto-normal", "-e", "DEBUG_LOCKDEP");
  }

  @Test
  void aBuildWithKconfigAloneIsOneOfTheNormalVariant() {
    assertThat(VirtmeMode.BUILD.command(List.of("-e", "KASAN")))
        .containsExactly("build", "normal", "-e", "KASAN");
    assertThat(VirtmeMode.BUILD.command(List.of("debug", "-e", "KASAN")))
        .containsExactly("build", "debug", "-e", "KASAN");
    assertThat(VirtmeMode.BUILD.command(List.of())).containsExactly("build");
  }

  @Test
  void argumentsThatAModeDoesNotTakeAreRefused() {
    assertThatThrownBy(() -> VirtmeMode.VM_AUTO.command(List.of("-e", "KASAN")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("vm-auto takes one of normal, debug, btf-normal, btf-debug");
    assertThatThrownBy(() -> VirtmeMode.HELP.command(List.of("me")))
        .hasMessageContaining("takes no arguments");
  }

  @Test
  void bothVariantsOfAKernelAreTwoParts() {
    assertThat(VirtmeMode.AUTO_BTF_ALL.parts())
        .containsExactly(VirtmeMode.AUTO_BTF_NORMAL, VirtmeMode.AUTO_BTF_DEBUG);
    assertThat(VirtmeMode.VM_AUTO.parts()).containsExactly(VirtmeMode.VM_AUTO);
  }
}
