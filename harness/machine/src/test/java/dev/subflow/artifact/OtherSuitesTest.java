// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OtherSuitesTest {
  @Test
  void onlyTheToleranceOfAScenarioGrows() {
    String scenario =
        """
        // --tolerance_usecs=1 as a remark
        --tolerance_usecs=100000
        `../common/defaults.sh`
        +0 socket(..., SOCK_STREAM, IPPROTO_MPTCP) = 3
        """;
    assertThat(OtherSuites.tolerant(scenario, 8))
        .isEqualTo(
            scenario.replace("\n--tolerance_usecs=100000\n", "\n--tolerance_usecs=800000\n"));
  }

  @TempDir private Path temp;

  private Path packetdrill() throws IOException {
    temp = temp.toRealPath();
    Path tests = Files.createDirectories(temp.resolve("out/packetdrill/mptcp/dss"));
    Files.writeString(tests.resolve("a.pkt"), "--tolerance_usecs=1000\n");
    return Files.createDirectories(temp.resolve("out"));
  }

  @Test
  void aFolderOfScenariosIsAProgram() throws IOException {
    Path out = packetdrill();

    assertThat(OtherSuites.programs(out, "runner", 2)).containsExactly("dss.sh");
    assertThat(out.resolve("packetdrill/dss.sh")).isExecutable();
    assertThat(out.resolve("packetdrill/packetdrill.sh")).hasContent("runner");
    assertThat(out.resolve("packetdrill/mptcp/dss/a.pkt")).hasContent("--tolerance_usecs=2000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"dss.sh", "mptcp/dss/evil.pkt", "mptcp/evil"})
  void nothingIsWrittenThroughALink(String link) throws IOException {
    Path out = packetdrill();
    Path outside = Files.createDirectory(temp.resolve("outside"));
    Path victim = Files.writeString(outside.resolve("x.pkt"), "--tolerance_usecs=1000\n");
    Path target = link.equals("mptcp/evil") ? outside : victim;
    Files.createSymbolicLink(out.resolve("packetdrill").resolve(link), target);

    assertThat(OtherSuites.programs(out, "runner", 2)).containsExactly("dss.sh");
    assertThat(victim).hasContent("--tolerance_usecs=1000");
    assertThat(Files.isExecutable(victim)).isFalse();
  }

  @Test
  void aFolderWhoseNameIsACommandIsRefused() throws IOException {
    Path out = packetdrill();
    Path tests = Files.createDirectories(out.resolve("packetdrill/mptcp/$(id)"));
    Files.writeString(tests.resolve("a.pkt"), "");

    assertThatThrownBy(() -> OtherSuites.programs(out, "runner", 2))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("$(id)");
  }
}
