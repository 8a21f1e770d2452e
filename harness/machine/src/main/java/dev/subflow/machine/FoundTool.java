// SPDX-License-Identifier: Apache-2.0
package dev.subflow.machine;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * A tool as it is installed here.
 *
 * @param path absolute path of the program or file
 * @param version empty when the tool has no way to tell it
 */
public record FoundTool(Tool tool, Path path, Optional<Version> version) {
  public FoundTool {
    Objects.requireNonNull(tool, "tool");
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(version, "version");
  }

  /** Also when it does not tell its version: then it is broken, or something else. */
  boolean isTooOld() {
    return tool.minimum().isPresent()
        && !version.filter(it -> it.isAtLeast(tool.minimum().get())).isPresent();
  }

  /** Path and version, for reports. */
  public String describe() {
    return path + version.map(v -> " " + v).orElse("");
  }
}
