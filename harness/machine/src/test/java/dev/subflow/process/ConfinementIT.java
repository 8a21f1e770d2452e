// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Walls around a program of this machine that reads strangers' files. */
final class ConfinementIT {
  @TempDir Path temp;
  private Path open;
  private Path secret;

  @BeforeEach
  void prepare() throws IOException {
    open = Files.createDirectory(temp.resolve("open"));
    secret = Files.writeString(temp.resolve("secret"), "secret\n");
  }

  private String sh(String script) throws IOException {
    return Program.of("sh", "-c", script).confined(open).output();
  }

  @Test
  void itWritesToItsFolderAlone() throws IOException {
    String said = sh("echo x >/etc/subflow-x; echo x >" + open + "/made; ls " + temp + "; true");

    assertThat(open.resolve("made")).hasContent("x");
    assertThat(Path.of("/etc/subflow-x")).doesNotExist();
    assertThat(said.strip()).isEqualTo("open");
    assertThat(secret).hasContent("secret");
  }

  @Test
  void itHasNeitherRightsNorNetworkNorNeighbours() throws IOException {
    String said =
        sh(
            "grep -h CapEff /proc/self/status; cat /proc/net/dev; ls -A /sys; ls -d /proc/[0-9]* | wc -l");

    assertThat(said).contains("0000000000000000");
    assertThat(said.lines().filter(line -> line.matches(" *\\w+: +\\d.*")))
        .singleElement()
        .asString()
        .contains("lo:");
    assertThat(Integer.parseInt(said.strip().replaceFirst("(?s).*\n", "").strip())).isLessThan(8);
  }

  @Test
  void homesAreHidden() throws IOException {
    assertThat(sh("ls -A /root /home /run 2>/dev/null | grep -v ':$' | grep . ; true").strip())
        .isEmpty();
  }

  @Test
  void itsExitCodeIsItsOwn() {
    assertThatThrownBy(() -> sh("exit 7")).hasMessageContaining("7");
  }
}
