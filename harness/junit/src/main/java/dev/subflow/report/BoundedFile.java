// SPDX-License-Identifier: Apache-2.0
package dev.subflow.report;

import dev.subflow.cache.DiskAllowance;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A log that takes whole entries until it has reached its limit, or the run's evidence has, and
 * says so then. Thread-safe.
 */
final class BoundedFile {
  private final Path file;
  private final long limit;
  private final DiskAllowance allowance;
  private long written;
  private boolean full;

  BoundedFile(Path file, long limit, DiskAllowance allowance) {
    this.file = file;
    this.limit = limit;
    this.allowance = allowance;
  }

  synchronized void append(String entry) {
    if (full) {
      return;
    }
    byte[] bytes = entry.getBytes(StandardCharsets.UTF_8);
    if (written + bytes.length > limit) {
      full = true;
      bytes =
          ("[the log has reached its limit of " + limit + " bytes; what follows is not kept]\n")
              .getBytes(StandardCharsets.UTF_8);
    } else if (!allowance.take(bytes.length)) {
      full = true;
      bytes = ("[" + allowance.remark().orElse("") + "]\n").getBytes(StandardCharsets.UTF_8);
    }
    try {
      Files.write(file, bytes, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      written += bytes.length;
    } catch (IOException e) {
      throw RunDirectory.refused(file, e);
    }
  }
}
