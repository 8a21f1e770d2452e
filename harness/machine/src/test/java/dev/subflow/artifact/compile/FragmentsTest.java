// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FragmentsTest {
  private static final Path OURS = Path.of("../../kernel-configs");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "base",
        "mptcp",
        "debug",
        "lockdep",
        "kcsan",
        "faults",
        "btf",
        "coverage",
        "virtme"
      })
  void thoseOfTheProjectHaveOptionsAndRemarksOnly(String name) {
    assertThat(Fragments.read(OURS, List.of(name), List.of()).wanted()).isNotEmpty();
  }

  @Test
  void thoseOfTheProjectMeetItsOwnRequirements() {
    Fragments fragments = Fragments.read(OURS, BuildRequest.DEFAULT_FRAGMENTS, List.of());

    for (String option :
        List.of("MPTCP", "MPTCP_IPV6", "INET_MPTCP_DIAG", "VIRTIO_PCI", "VIRTIO_CONSOLE", "PVH")) {
      assertThat(fragments.wants(option)).as(option).isTrue();
    }
  }

  @Test
  void theLaterOneHolds() throws IOException {
    Path mine = Files.writeString(folder.resolve("mine.config"), "# CONFIG_MPTCP is not set\n");

    assertThat(Fragments.read(OURS, List.of("mptcp", mine.toString()), List.of()).wants("MPTCP"))
        .isFalse();
    assertThat(
            Fragments.read(OURS, List.of("mptcp", mine.toString()), List.of("-e", "MPTCP"))
                .wants("MPTCP"))
        .isTrue();
  }

  @Test
  void idsFollowTheOptionsAndNothingElse() throws IOException {
    Path a = Files.writeString(folder.resolve("a.config"), "CONFIG_A=y\n");
    Path b = Files.writeString(folder.resolve("b.config"), "# a remark\nCONFIG_A=y\n");
    Path c = Files.writeString(folder.resolve("c.config"), "CONFIG_A=m\n");

    assertThat(id(a)).isEqualTo(id(b)).isNotEqualTo(id(c));
  }

  private static String id(Path file) {
    return Fragments.read(OURS, List.of(file.toString()), List.of()).id();
  }

  @Test
  void whatIsNoFragmentIsRefused() throws IOException {
    Path bad = Files.writeString(folder.resolve("bad.config"), "CONFIG_A=y\nMPTCP=y\n");

    assertThatThrownBy(() -> Fragments.read(OURS, List.of("bas"), List.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("there is base");
    assertThatThrownBy(() -> Fragments.read(OURS, List.of("./nosuch.config"), List.of()))
        .hasMessageContaining("no such file");
    assertThatThrownBy(() -> Fragments.read(OURS, List.of(bad.toString()), List.of()))
        .hasMessageContaining("bad.config:2: \"MPTCP=y\" is no option");
  }

  /** The two changed from bool to int: kconfig takes 1 for the one and y for the other only. */
  @Test
  void whatHangsEndsGuestsOfKernelsOfAnyAge() {
    Map<String, Fragments.Wanted> debug =
        Fragments.read(OURS, List.of("debug"), List.of()).wanted();

    assertThat(debug).doesNotContainKeys("BOOTPARAM_HUNG_TASK_PANIC", "BOOTPARAM_SOFTLOCKUP_PANIC");
    assertThat(Optional.ofNullable(debug.get("CMDLINE")).map(Fragments.Wanted::value))
        .contains("\"sysctl.kernel.hung_task_panic=1 sysctl.kernel.softlockup_panic=1\"");
  }
}
