// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes files whole or not at all: a reader never sees half of one, and who is killed while
 * writing leaves the one before.
 */
public final class WholeFile {
  private static final AtomicLong NUMBER = new AtomicLong();

  private WholeFile() {}

  /**
   * Writes a file, or replaces it.
   *
   * @return the file
   * @throws IOException when it can't be written; nothing is left of the attempt
   */
  public static Path write(Path file, String content) throws IOException {
    // Hidden, beside it, as only there it can be renamed; its own, as others may write it too.
    Path fresh =
        file.resolveSibling(
            "."
                + file.getFileName()
                + "-"
                + ProcessHandle.current().pid()
                + "-"
                + NUMBER.incrementAndGet());
    try {
      // Of a process with the same number that was killed, or a link that somebody put there.
      Files.deleteIfExists(fresh);
      // Not writeString(), which refuses half of a surrogate pair, as a text that was cut may end
      // in.
      Files.write(
          fresh,
          content.getBytes(StandardCharsets.UTF_8),
          StandardOpenOption.CREATE_NEW,
          StandardOpenOption.WRITE);
      return Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      Folders.discard(fresh);
      throw e;
    }
  }
}
