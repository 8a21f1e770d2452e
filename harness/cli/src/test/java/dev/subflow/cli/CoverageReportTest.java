// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CoverageReportTest {
  @TempDir private Path temp;

  private Kernel kernel(Optional<Path> config, Optional<Path> origin) {
    return new Kernel("/linux", "7.3.0", "7.3.0", temp, temp, Optional.empty(), config, origin);
  }

  private Path config(String text) throws IOException {
    return Files.writeString(temp.resolve(".config"), text);
  }

  /** Makes a folder that looks like a built tree. */
  private Path tree() throws IOException {
    Path tree = Files.createDirectories(temp.resolve("tree"));
    Files.writeString(tree.resolve(".config"), "CONFIG_X86_64=y\n");
    return tree;
  }

  private static void refused(Kernel kernel) {
    assertThatThrownBy(() -> CoverageReport.requireCounts(kernel))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("Kernel /linux counts no coverage")
        .hasMessageContaining("subflow kernel build --config base,mptcp,coverage");
  }

  @Test
  void aKernelWithoutCountersIsRefused() throws IOException {
    refused(kernel(Optional.empty(), Optional.of(tree())));
    refused(kernel(Optional.of(config("CONFIG_MPTCP=y\n")), Optional.of(tree())));
    refused(kernel(Optional.of(config("# CONFIG_GCOV_KERNEL is not set\n")), Optional.of(tree())));
  }

  @Test
  void countersWithoutTheTreeTheyAreOfAreRefused() throws IOException {
    refused(kernel(Optional.of(config("CONFIG_GCOV_KERNEL=y\n")), Optional.empty()));
  }

  @Test
  void aBuiltTreeWithCountersIsTaken() throws IOException {
    Kernel kernel = kernel(Optional.of(config("CONFIG_GCOV_KERNEL=y\n")), Optional.of(tree()));

    assertThatCode(() -> CoverageReport.requireCounts(kernel)).doesNotThrowAnyException();
  }

  @Test
  void aConfigurationThatIsGoneIsNoFaultOfTheUser() {
    Kernel kernel = kernel(Optional.of(temp.resolve("gone")), Optional.empty());

    assertThatThrownBy(() -> CoverageReport.requireCounts(kernel))
        .isInstanceOf(InfrastructureException.class)
        .hasMessageContaining("can't be read");
  }
}
