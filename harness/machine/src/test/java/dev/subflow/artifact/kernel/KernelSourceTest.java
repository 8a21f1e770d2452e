// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KernelSourceTest {
  private static final String MPTCP = "net/mptcp";

  @TempDir Path tree;

  private void put(String path, String content) throws IOException {
    Files.createDirectories(tree.resolve(path).getParent());
    Files.writeString(tree.resolve(path), content);
  }

  @BeforeEach
  void makeTree() throws IOException {
    put("tools/testing/selftests/lib.mk", "all:");
    put("tools/testing/selftests/net/mptcp/Makefile", "include ../../lib.mk");
    put("tools/testing/selftests/timers/Makefile", "include ../lib.mk");
  }

  private String id() throws IOException {
    return KernelSource.ofTree(tree).id(MPTCP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tools/testing/selftests/net/mptcp/mptcp_connect.c",
        "tools/testing/selftests/net/lib/csum.c",
        "tools/testing/selftests/net/lib.sh",
        "tools/testing/selftests/kselftest/ktap_helpers.sh",
        "tools/testing/selftests/lib.mk",
        "tools/testing/selftests/kselftest.h",
        "tools/testing/selftests/kselftest_harness.h",
        "tools/include/linux/compiler.h",
        "tools/arch/x86/include/asm/barrier.h",
        "include/uapi/linux/mptcp.h",
        "arch/x86/include/uapi/asm/unistd.h"
      })
  void whatAProgramIsMadeOfTellsOneTreeFromAnother(String file) throws IOException {
    String without = id();
    put(file, "int a;");
    String before = id();
    put(file, "int b;");

    assertThat(before).isNotEqualTo(without);
    assertThat(id()).isNotEqualTo(before);
  }

  @Test
  void otherSuitesAndTheKernelItselfDoNot() throws IOException {
    String before = id();
    put("tools/testing/selftests/timers/posix_timers.c", "int a;");
    put("net/mptcp/protocol.c", "int a;");

    assertThat(id()).isEqualTo(before).startsWith("tree ");
  }

  @Test
  void theVersionTellsDebiansApart() throws IOException {
    assertThat(new KernelSource(tree, "7.3.4-1").id(MPTCP)).isEqualTo("debian 7.3.4-1");
  }

  @Test
  void aTreeWithoutSelftestsIsBadInput() throws IOException {
    Path empty = Files.createDirectory(tree.resolve("empty"));
    assertThatThrownBy(() -> KernelSource.ofTree(empty))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("There are no selftests in " + empty)
        .hasMessageContaining("tools/testing/selftests")
        .hasMessageContaining("Name a kernel tree");
  }

  @Test
  void aTreeThatWasBuiltElsewhereHasThoseOfItsSource() throws IOException {
    Path built = Files.createDirectory(tree.resolve("built"));
    Files.createSymbolicLink(built.resolve("source"), tree);
    assertThat(KernelSource.ofTree(built).tree()).isEqualTo(tree.toRealPath());
  }

  @ParameterizedTest
  @ValueSource(strings = {"net/mtcp", "net", "../selftests/timers", ""})
  void aFolderWithoutSelftestsIsBadInput(String folder) throws IOException {
    KernelSource source = KernelSource.ofTree(tree);
    source.require(MPTCP);
    assertThatThrownBy(() -> source.require(folder))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("There are no selftests \"" + folder + "\" in " + tree);
  }
}
