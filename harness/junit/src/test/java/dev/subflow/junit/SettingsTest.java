// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.artifact.compile.BuildRequest;
import dev.subflow.artifact.compile.TreeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SettingsTest {
  @TempDir private Path project;

  private Settings settings(Map<String, String> more) {
    Map<String, String> all = new LinkedHashMap<>(more);
    all.put("subflow.home", project.toString());
    return new Settings(name -> Optional.ofNullable(all.get(name)));
  }

  private String underMaven(String kernel) {
    return settings(Map.of("subflow.paths", project.toString(), "subflow.kernel", kernel))
        .lab()
        .kernel();
  }

  @Test
  void underMavenATreeIsSeenFromTheProject() {
    assertThat(TreeName.parse(underMaven("tree:../linux")).source())
        .isEqualTo(new BuildRequest.Tree(project.resolve("../linux")));
    assertThat(TreeName.parse(underMaven("tree:../linux@HEAD~2#debug")).source())
        .isEqualTo(new BuildRequest.Revision(project.resolve("../linux"), "HEAD~2"));
  }

  @Test
  void soIsAPath() throws IOException {
    Path image = Files.writeString(project.resolve("bzImage"), "");

    assertThat(underMaven("bzImage")).isEqualTo(image.toString());
    assertThat(underMaven("./bzImage")).isEqualTo(image.toString());
  }

  @Test
  void otherNamesStay() {
    for (String name :
        new String[] {"debian:stable", "/boot/vmlinuz", "tree:/src/linux@v7.3", "tree:~/linux"}) {
      assertThat(underMaven(name)).isEqualTo(name);
    }
  }

  @Test
  void withoutMavenPathsAreSeenFromTheWorkingDirectory() {
    assertThat(settings(Map.of("subflow.kernel", "tree:../linux")).lab().kernel())
        .isEqualTo("tree:../linux");
  }

  @Test
  void kernelsOfHostsAreSeenFromThereToo() {
    Map<String, String> given =
        Map.of(
            "subflow.paths",
            project.toString(),
            "subflow.kernels",
            "client=debian:stable,server=tree:linux");

    assertThat(settings(given).pairing().orElseThrow().kernels())
        .containsEntry("client", "debian:stable")
        .containsEntry("server", "tree:" + project.resolve("linux"));
  }
}
