// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

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

final class TreeNameTest {
  @TempDir private Path folder;

  @Test
  void aTreeWithAndWithoutARevision() {
    assertThat(TreeName.parse("tree:" + folder).source()).isEqualTo(new BuildRequest.Tree(folder));
    assertThat(TreeName.parse("tree:" + folder + "@v7.3~2").source())
        .isEqualTo(new BuildRequest.Revision(folder, "v7.3~2"));
    assertThat(TreeName.parse("tree:" + folder + "@master@{1}").source())
        .isEqualTo(new BuildRequest.Revision(folder, "master@{1}"));
  }

  @Test
  void aFolderMayHaveAnAtInItsName() throws IOException {
    Path odd = Files.createDirectory(folder.resolve("linux@home"));

    assertThat(TreeName.parse("tree:" + odd).source()).isEqualTo(new BuildRequest.Tree(odd));
    assertThat(TreeName.parse("tree:" + odd + "@HEAD").source())
        .isEqualTo(new BuildRequest.Revision(odd, "HEAD"));
  }

  @Test
  void fragmentsComeOnTopOfTheUsualOnes() {
    assertThat(TreeName.parse("tree:" + folder + "@HEAD#debug,mptcp").fragments())
        .containsExactly("base", "mptcp", "debug");
  }

  @Test
  void otherKernelsAreNotMeant() {
    assertThat(TreeName.isOne("debian:stable")).isFalse();
    assertThat(TreeName.isOne("/home/me/tree")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tree:", "tree:@v7.3", "tree:linux@"})
  void halfANameIsRefused(String name) {
    assertThatThrownBy(() -> TreeName.parse(name))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("tree:DIR@REV");
  }
}
