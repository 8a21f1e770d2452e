// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.lab.LabSettings;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Ingredients of guests. */
class ArtifactOptions {
  @Option(
      names = "--kernel",
      paramLabel = "K",
      defaultValue = LabSettings.DEFAULT_KERNEL,
      description =
          "Kernel under test: a name that 'subflow kernel list' shows, any prefix of a version such"
              + " as debian:6.12, or the path of a bzImage or a built tree (default:"
              + " ${DEFAULT-VALUE}).")
  String kernel = LabSettings.DEFAULT_KERNEL;

  @Option(
      names = "--image",
      paramLabel = "I",
      defaultValue = LabSettings.DEFAULT_IMAGE,
      description = "Root image: a folder under images/ (default: ${DEFAULT-VALUE}).")
  String image = LabSettings.DEFAULT_IMAGE;

  LabSettings settings(Path home) {
    return new LabSettings(home, LabSettings.defaultCache(), kernel, image, Optional.empty(), true);
  }
}
