// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What kselftest says to bad input, before anything is prepared: no kernel is called "none". */
final class KselftestCommandTest {
  @TempDir Path temp;

  private static void assertRefused(String message, String... arguments) {
    CommandLineRun run = CommandLineRun.of(arguments);

    assertThat(run.exitCode()).as(run.all()).isEqualTo(2);
    assertThat(run.err()).contains(message).doesNotContain("Exception", "\tat ");
  }

  @Test
  void aTreeWithoutSelftestsIsRefused() {
    assertRefused(
        "There are no selftests in " + temp + ": it has no tools/testing/selftests",
        "kselftest",
        "--kernel=none",
        "--tree=" + temp);
  }

  @Test
  void aFolderThatTheTreeDoesNotHaveIsRefused() throws IOException {
    Path selftests = Files.createDirectories(temp.resolve("tools/testing/selftests"));
    Files.createFile(selftests.resolve("lib.mk"));
    assertRefused(
        "There are no selftests \"net/mtcp\" in " + selftests,
        "kselftest",
        "--kernel=none",
        "--folder=net/mtcp",
        "--tree=" + temp);
  }

  @Test
  void aFolderThatIsNoPacketdrillIsRefused() {
    assertRefused(
        temp + " is no checkout of packetdrill",
        "kselftest",
        "--kernel=none",
        "--packetdrill=" + temp);
  }

  @Test
  void aKernelWithoutTheOptionsIsRefusedWithTheirNames() {
    assertThatThrownBy(
            () ->
                KselftestCommand.requireOptions(
                    "7.3.4-1", "net/mptcp", List.of("CONFIG_INET_DIAG=m", "CONFIG_VETH=y")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("The kernel 7.3.4-1 lacks options that net/mptcp/config asks for")
        .hasMessageContaining("CONFIG_INET_DIAG=m CONFIG_VETH=y")
        .hasMessageContaining("--despite-config");
  }

  @Test
  void aKernelThatHasThemIsNot() {
    assertThatCode(() -> KselftestCommand.requireOptions("7.3.4-1", "net/mptcp", List.of()))
        .doesNotThrowAnyException();
  }
}
