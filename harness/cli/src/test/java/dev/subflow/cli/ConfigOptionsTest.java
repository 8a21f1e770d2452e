// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.artifact.compile.BuildRequest;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

final class ConfigOptionsTest {
  private static final BuildRequest.Tree TREE = new BuildRequest.Tree(Path.of("/linux"));

  private static BuildRequest request(String... arguments) {
    ConfigOptions options = new ConfigOptions();
    new CommandLine(options).parseArgs(arguments);
    return options.request(TREE);
  }

  @Test
  void withoutOptionsTheDefaultConfigurationIsBuilt() {
    assertThat(request()).isEqualTo(BuildRequest.of(TREE));
  }

  @Test
  void fragmentsStandBetweenCommasAndTheRestBehindTwoDashes() {
    BuildRequest request = request("--config", "base,debug", "--", "-e", "KUNIT", "X=y");

    assertThat(request.fragments()).containsExactly("base", "debug");
    assertThat(request.extra()).containsExactly("-e", "KUNIT", "X=y");
    assertThat(request.patches()).isEmpty();
  }
}
