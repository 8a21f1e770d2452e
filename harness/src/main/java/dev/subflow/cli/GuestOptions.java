// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.lab.LabSettings;
import dev.subflow.qemu.Accelerator;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What guests are made of: options that {@code run} and {@code shell} share. */
final class GuestOptions {
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
      names = "--accel",
      paramLabel = "auto|kvm|tcg",
      defaultValue = "auto",
      description = "What runs the guests; auto takes KVM where a guest boots under it.")
  String accelerator = "auto";

  @Option(
      names = "--image",
      paramLabel = "I",
      defaultValue = LabSettings.DEFAULT_IMAGE,
      description = "Root image: a folder under images/ (default: ${DEFAULT-VALUE}).")
  String image = LabSettings.DEFAULT_IMAGE;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where results and evidence go (default: target/subflow/<time>-<id>).")
  Optional<Path> out = Optional.empty();

  @Option(
      names = "--cold",
      description = "Boot every guest instead of copying it from a template; same results.")
  boolean cold;

  /** The accelerator asked for; empty when the machine is to be probed. */
  Optional<Accelerator> forcedAccelerator() {
    return LabSettings.accelerator(accelerator);
  }

  LabSettings settings(Path home) {
    return new LabSettings(
        home, LabSettings.defaultCache(), kernel, image, forcedAccelerator(), !cold);
  }

  /** As JUnit configuration parameters, which is how scenarios learn of them. */
  Map<String, String> parameters(Path home, Path evidence) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("subflow.home", home.toString());
    parameters.put("subflow.kernel", kernel);
    parameters.put("subflow.accel", accelerator);
    parameters.put("subflow.image", image);
    parameters.put("subflow.templates", Boolean.toString(!cold));
    parameters.put("subflow.out", evidence.toString());
    return parameters;
  }
}
