// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.root;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A read-only root file system that any number of guests share.
 *
 * @param name recipe name: a folder under {@code images/}
 * @param image erofs file
 * @param packages resolved package versions, a line each
 * @param init program that becomes PID 1; absent where the agent stays PID 1
 * @param ready shell script that ends with 0 when that program has started everything
 */
public record RootImage(
    String name, Path image, Path packages, Optional<String> init, Optional<String> ready) {
  public RootImage {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(packages, "packages");
    Objects.requireNonNull(init, "init");
    Objects.requireNonNull(ready, "ready");
  }
}
