// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import java.util.Objects;
import java.util.Optional;

/**
 * One error of a build.
 *
 * @param file relative to the tree; empty where the tool named none
 * @param line from 1, or 0 where there is none
 * @param message what the tool said
 * @param patch name of the patch that brought the line, or touched the file
 */
record CompileError(String file, int line, String message, Optional<String> patch) {
  public CompileError {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(message, "message");
    Objects.requireNonNull(patch, "patch");
  }

  CompileError from(Optional<String> name) {
    return new CompileError(file, line, message, name);
  }

  @Override
  public String toString() {
    String where = file.isEmpty() ? "" : file + (line > 0 ? ":" + line : "") + ": ";
    return where + message + patch.map(p -> "  [" + p + "]").orElse("");
  }
}
