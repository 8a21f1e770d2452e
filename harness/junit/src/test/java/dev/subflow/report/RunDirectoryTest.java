// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunDirectoryTest {
  @TempDir Path temp;

  @Test
  void aRunGetsAFolderOfItsOwnAndLatestPointsAtIt() {
    RunDirectory first = RunDirectory.create(temp.resolve("target/subflow"));
    RunDirectory second = RunDirectory.create(temp.resolve("target/subflow"));

    assertThat(first.id()).matches("\\d{8}-\\d{6}-[0-9a-f]{4}");
    assertThat(second.path()).isDirectory().isNotEqualTo(first.path());
    assertThat(temp.resolve("target/subflow/latest")).isSymbolicLink();
    assertThat(temp.resolve("target/subflow/latest").toAbsolutePath())
        .satisfies(link -> assertThat(link.toRealPath()).isEqualTo(second.path().toRealPath()));
    assertThat(temp.resolve("target/subflow")).isDirectoryNotContaining("glob:**/.latest*");
  }

  @Test
  void attemptsOfATestDoNotShareAFolder() {
    RunDirectory run = RunDirectory.at(temp.resolve("out"));

    assertThat(run.evidence("Handshake.fallsBack()").directory())
        .isEqualTo(temp.resolve("out/Handshake.fallsBack"));
    assertThat(run.evidence("Handshake.fallsBack()").directory())
        .isEqualTo(temp.resolve("out/Handshake.fallsBack-2"));
  }

  @Test
  void namesCannotLeaveTheFolder() {
    assertThat(RunDirectory.fileName("../../etc/passwd")).isEqualTo("etc_passwd");
    assertThat(RunDirectory.fileName("..")).isEqualTo("unnamed");
    assertThat(RunDirectory.fileName("a test [1] \u001b[31m/x")).isEqualTo("a_test_1_31m_x");
    assertThat(RunDirectory.fileName("x".repeat(300))).hasSizeLessThanOrEqualTo(100);
    assertThat(RunDirectory.fileName("x".repeat(300)))
        .isNotEqualTo(RunDirectory.fileName("x".repeat(301)));
  }

  @Test
  void aRefusalNamesThePath() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));

    assertThatThrownBy(() -> RunDirectory.create(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file.toString());
    assertThatThrownBy(() -> RunDirectory.at(file.resolve("below")))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("below");
  }
}
