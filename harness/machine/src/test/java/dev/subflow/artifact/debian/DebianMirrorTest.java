// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.debian;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DebianMirrorTest {
  @TempDir Path root;

  @BeforeEach
  void machine() throws IOException {
    put("etc/os-release", "NAME=x\nID=debian\n");
    put("usr/bin/mmdebstrap", "    my $mirror    = 'http://default.example/debian';\n");
  }

  private void put(String path, String text) throws IOException {
    Files.createDirectories(root.resolve(path).getParent());
    Files.writeString(root.resolve(path), text);
  }

  private String address(Map<String, String> environment) throws IOException {
    return new DebianMirror(environment, root).address();
  }

  @Test
  void theEnvironmentComesFirst() throws IOException {
    put("etc/apt/sources.list", "deb http://own.example/debian bookworm main\n");
    assertThat(address(Map.of(DebianMirror.VARIABLE, "https://chosen.example/d/")))
        .isEqualTo("https://chosen.example/d");
  }

  @Test
  void nonsenseInTheEnvironmentIsRefused() {
    assertThatThrownBy(() -> address(Map.of(DebianMirror.VARIABLE, "debian")))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("SUBFLOW_DEBIAN_MIRROR=\"debian\"")
        .hasMessageContaining("expected something like");
  }

  @Test
  void thenTheMachinesOwnSources() throws IOException {
    put(
        "etc/apt/sources.list",
        """
        # deb http://comment.example/debian bookworm main
        deb cdrom:[Debian]/ bookworm main
        deb http://security.example/debian-security bookworm-security main
        deb [arch=amd64 signed-by=/x.gpg] http://vendor.example/repo stable vendor
        deb [ arch=amd64 ] http://own.example/debian/ bookworm main contrib
        """);
    assertThat(address(Map.of())).isEqualTo("http://own.example/debian");
  }

  @Test
  void alsoInTheNewFormat() throws IOException {
    put(
        "etc/apt/sources.list.d/debian.sources",
        """
        Types: deb
        URIs: http://off.example/debian
        Suites: trixie
        Components: main
        Enabled: no

        Types: deb deb-src
        # a comment
        URIs: http://own.example/debian
         http://second.example/debian
        Suites: trixie trixie-updates
        Components: main
        Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
        """);
    assertThat(address(Map.of())).isEqualTo("http://own.example/debian");
  }

  @Test
  void anotherDistributionsSourcesAreNotDebians() throws IOException {
    put("etc/os-release", "ID=ubuntu\nID_LIKE=debian\n");
    put("etc/apt/sources.list", "deb http://own.example/ubuntu stable main\n");
    assertThat(address(Map.of())).isEqualTo("http://default.example/debian");
  }

  @Test
  void withoutAnyTheNextStepIsSaid() throws IOException {
    Files.delete(root.resolve("usr/bin/mmdebstrap"));
    assertThatThrownBy(() -> address(Map.of()))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("subflow setup")
        .hasMessageContaining(DebianMirror.VARIABLE);
  }
}
