// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.cache.Enclosure;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** With what a stranger's make has installed. */
final class SelftestListTest {
  private static final Path OUT = Path.of("out");

  @TempDir private Path temp;
  private Path work;
  private Path suite;
  private Path victim;

  @BeforeEach
  void installed() throws IOException {
    temp = temp.toRealPath();
    work = Files.createDirectories(temp.resolve("work"));
    suite = Files.createDirectories(work.resolve("out/net/mptcp"));
    victim = Files.writeString(temp.resolve("victim"), "mine");
    Files.writeString(suite.resolve("diag.sh"), "#!/bin/sh\n");
  }

  private SelftestList list(String text) throws IOException {
    Files.writeString(work.resolve("out/kselftest-list.txt"), text);
    return SelftestList.read(Enclosure.of(work), OUT);
  }

  @Test
  void programsCanBeRunAndAreListedInOrder() throws IOException {
    Files.writeString(suite.resolve("real.sh"), "");
    Files.createSymbolicLink(suite.resolve("connect.sh"), Path.of("real.sh"));

    SelftestList list = list("net/mptcp:diag.sh\nnet/lib:x\nnet/mptcp:connect.sh\n");

    assertThat(list.of("net/mptcp")).containsExactly("diag.sh", "connect.sh");
    assertThat(list.text()).isEqualTo("net/mptcp:diag.sh\nnet/lib:x\nnet/mptcp:connect.sh\n");
    list("net/mptcp:diag.sh\nnet/mptcp:connect.sh\n").makeExecutable();
    assertThat(suite.resolve("diag.sh")).isExecutable();
    assertThat(suite.resolve("real.sh")).isExecutable();
  }

  @Test
  void aProgramThatIsALinkOutStaysAsItIs() throws IOException {
    Files.createSymbolicLink(suite.resolve("evil.sh"), victim);

    assertThatThrownBy(() -> list("net/mptcp:evil.sh\n").makeExecutable())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("evil.sh leads out of");
    assertThat(Files.isExecutable(victim)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../..:victim",
        "net/mptcp:../../../../victim",
        "/etc:passwd",
        "net/mptcp:-R",
        "victim",
        "net/mptcp:a b",
        "net/mptcp:\u001b[2J",
        ":victim",
        "net/mptcp:"
      })
  void aLineThatNamesNoProgramIsRefused(String line) {
    assertThatThrownBy(() -> list("net/mptcp:diag.sh\n" + line + "\n").makeExecutable())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("kselftest-list.txt:2: the ")
        .hasMessageNotContaining("\u001b");
    assertThat(Files.isExecutable(victim)).isFalse();
  }

  @Test
  void aFolderThatMakePutElsewhereIsRefused() throws IOException {
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    Files.move(work.resolve("out"), elsewhere.resolve("out"));
    Files.createSymbolicLink(work.resolve("out"), elsewhere.resolve("out"));

    assertThatThrownBy(() -> list("net/mptcp:diag.sh\n").makeExecutable())
        .isInstanceOf(UsageException.class);
    assertThat(Files.isExecutable(elsewhere.resolve("out/net/mptcp/diag.sh"))).isFalse();
  }
}
