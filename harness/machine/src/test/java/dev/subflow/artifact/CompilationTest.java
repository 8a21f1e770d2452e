// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.artifact.kernel.KernelSource;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.process.Program;
import dev.subflow.process.ProgramException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CompilationTest {
  private static final String WORDS = "diag.c:7:1: error: unknown type name 'itn'";

  @TempDir Path temp;

  private void compiler() throws IOException {
    Program.of("sh", "-c", "echo \"$1\" >&2; exit 2", "sh", WORDS)
        .as("make install")
        .run(temp.resolve("log"));
  }

  @Test
  void sourceThatSomebodyGaveIsBadInput() {
    assertThatThrownBy(
            () ->
                Compilation.of(
                    "selftests net/mptcp", Optional.of(Path.of("/src/linux")), this::compiler))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("The selftests net/mptcp of /src/linux can't be built in the toolbox")
        .hasMessageContaining("\"make install\" failed with exit code 2")
        .hasMessageContaining(WORDS);
  }

  @Test
  void anyOtherSourceIsNot() {
    assertThatThrownBy(() -> Compilation.of("selftests", Optional.empty(), this::compiler))
        .isInstanceOf(ProgramException.class);
  }

  @Test
  void whatIsNotTheCompilersFaultIsNotTheSources() {
    Optional<Path> given = Optional.of(Path.of("/src/linux"));
    assertThatThrownBy(
            () ->
                Compilation.of(
                    "selftests",
                    given,
                    () -> {
                      throw new InfrastructureException("no toolbox");
                    }))
        .isInstanceOf(InfrastructureException.class);
    assertThatThrownBy(
            () ->
                Compilation.of(
                    "selftests",
                    given,
                    () -> {
                      throw new IOException("disk");
                    }))
        .isExactlyInstanceOf(IOException.class);
  }

  @Test
  void aTreeIsGivenAndDebiansSourceIsNot() throws IOException {
    assertThat(new KernelSource(temp, "").given()).contains(temp);
    assertThat(new KernelSource(temp, "7.3.4-1").given()).isEmpty();
  }
}
