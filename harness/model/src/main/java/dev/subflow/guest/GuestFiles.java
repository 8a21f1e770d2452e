// SPDX-License-Identifier: Apache-2.0
package dev.subflow.guest;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * The files of a guest, of any size; contents are checked with a checksum. Thread-safe.
 *
 * <p>Every method throws {@link GuestFileException} when the guest refuses, with the path and the
 * errno.
 */
public interface GuestFiles {
  /** Writes a file with mode 0644, replacing what was there. */
  void put(String path, byte[] content);

  /** Copies a host file into the guest with the given permission bits, such as {@code 0755}. */
  void put(Path source, String path, int mode);

  /** Reads a whole file, at most 64 MiB of it; for more, use {@link #get(String, Path)}. */
  byte[] get(String path);

  /** Copies a guest file to the host. */
  void get(String path, Path target);

  /** Writes a text file with mode 0644. */
  default void putText(String path, String text) {
    put(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Reads a whole text file. */
  default String getText(String path) {
    return new String(get(path), StandardCharsets.UTF_8);
  }
}
