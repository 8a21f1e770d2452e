// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class OutputFolderTest {
  @TempDir Path temp;

  private OutputFolder folder() {
    return OutputFolder.check(Optional.of(temp), temp);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "results.jsonl",
        "regress.json",
        "bisect.json",
        "base/results.jsonl",
        "patched/boot/dmesg",
        "kernel/boot-2/dmesg",
        "patched/kselftest-1/names/dmesg"
      })
  void aFolderWithResultsIsUsed(String file) throws IOException {
    Files.createDirectories(temp.resolve(file).getParent());
    Files.writeString(temp.resolve(file), "{}\n");

    assertThatThrownBy(() -> folder().unused())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(temp + " holds the results of another run");
  }

  @Test
  void otherFilesAreNobodysResults() throws IOException {
    Files.writeString(temp.resolve("log"), "building\n");
    Files.createDirectories(temp.resolve("patches/series"));

    assertThat(folder().unused().make().path()).isEqualTo(temp);
  }

  @Test
  void eachRevisionThatGitAsksForHasAFolderOfItsOwn() {
    Path first = folder().makeWithin().path();
    Path second = folder().makeWithin().path();

    assertThat(first).hasParent(temp).isNotEqualTo(second);
    assertThat(second).hasParent(temp);
  }
}
