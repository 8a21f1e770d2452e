// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.lab.LabSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Settings of the run, from JUnit's configuration parameters, which include system properties. */
final class Settings {
  private final Function<String, Optional<String>> parameters;

  Settings(ExtensionContext context) {
    this.parameters = name -> context.getConfigurationParameter(name).filter(v -> !v.isBlank());
  }

  Path home() {
    return parameters
        .apply("subflow.home")
        .map(Path::of)
        .orElseGet(Settings::checkout)
        .toAbsolutePath()
        .normalize();
  }

  /**
   * The nearest folder above the working directory that holds the image recipes: an IDE starts
   * tests in a module.
   */
  private static Path checkout() {
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("images/guest"))) {
        return folder;
      }
    }
    return Path.of("");
  }

  LabSettings lab() {
    return new LabSettings(
        home(),
        LabSettings.defaultCache(),
        parameters.apply("subflow.kernel").orElse(LabSettings.DEFAULT_KERNEL),
        parameters.apply("subflow.image").orElse(LabSettings.DEFAULT_IMAGE),
        parameters.apply("subflow.accel").flatMap(LabSettings::accelerator),
        parameters.apply("subflow.templates").map(Boolean::parseBoolean).orElse(true));
  }

  Optional<Path> out() {
    return parameters.apply("subflow.out").map(Path::of);
  }

  boolean keep() {
    return parameters.apply("subflow.keep").map(Boolean::parseBoolean).orElse(false);
  }

  /** Requirements whose absence is a failure instead of a skip. */
  Set<String> required() {
    return Set.of(parameters.apply("subflow.require").orElse("").split(",", -1));
  }
}
