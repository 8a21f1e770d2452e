// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Objects;

/**
 * Tells one build of QEMU from another: another build may not read this one's templates.
 *
 * @param path the binary, with symbolic links followed
 * @param bytes its size
 * @param modified when it was installed
 */
record QemuIdentity(Path path, long bytes, FileTime modified) {
  QemuIdentity {
    Objects.requireNonNull(path, "path");
    Objects.requireNonNull(modified, "modified");
  }

  static QemuIdentity of(Path qemu) {
    try {
      Path real = qemu.toRealPath();
      return new QemuIdentity(real, Files.size(real), Files.getLastModifiedTime(real));
    } catch (IOException e) {
      throw new InfrastructureException(qemu + " can't be looked at", e);
    }
  }
}
