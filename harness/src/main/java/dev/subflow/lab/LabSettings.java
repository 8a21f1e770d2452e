// SPDX-License-Identifier: Apache-2.0
package dev.subflow.lab;

import dev.subflow.qemu.Accelerator;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * What a run's guests are made of unless their topology says otherwise.
 *
 * @param home checkout of the project, which holds the image recipes
 * @param cache folder of the artifact cache
 * @param kernel kernel name or path, such as {@code debian:stable}
 * @param image root image name
 * @param accelerator forced accelerator; absent to take KVM where a probe guest boots under it, else TCG
 */
public record LabSettings(
    Path home, Path cache, String kernel, String image, Optional<Accelerator> accelerator) {
  public static final String DEFAULT_KERNEL = "debian:stable";
  public static final String DEFAULT_IMAGE = "guest";

  public LabSettings {
    Objects.requireNonNull(home, "home");
    Objects.requireNonNull(cache, "cache");
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(accelerator, "accelerator");
  }
}
