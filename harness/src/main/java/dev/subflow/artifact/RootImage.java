// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A read-only root file system that any number of guests share.
 *
 * @param name recipe name: a folder under {@code images/}
 * @param image erofs file
 * @param packages resolved package versions, a line each
 */
public record RootImage(String name, Path image, Path packages) {
  public RootImage {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(image, "image");
    Objects.requireNonNull(packages, "packages");
  }
}
