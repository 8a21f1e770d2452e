// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** Lab environments for the harness's own tests. */
final class TestLabs {
  private TestLabs() {}

  static LabEnvironment open() {
    return LabEnvironment.open(settings());
  }

  static LabEnvironment open(Consumer<String> progress) {
    return LabEnvironment.open(settings(), progress);
  }

  private static LabSettings settings() {
    return new LabSettings(
        home(),
        LabSettings.defaultCache(),
        System.getProperty("subflow.kernel", LabSettings.DEFAULT_KERNEL),
        LabSettings.DEFAULT_IMAGE,
        Optional.empty(),
        true);
  }

  private static Path home() {
    // Maven runs tests in harness/.
    return Path.of(System.getProperty("subflow.home", "..")).toAbsolutePath().normalize();
  }
}
