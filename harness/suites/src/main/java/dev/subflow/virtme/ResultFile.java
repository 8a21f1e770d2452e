// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import dev.subflow.failure.InfrastructureException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;

/** Reads files that a run left. What wrote them is not trusted: of links nothing is read. */
final class ResultFile {
  private static final int LIMIT = 64 << 20;

  private ResultFile() {}

  /** The beginning of one, up to 64 MiB; empty where there is none. */
  static Optional<String> read(Path folder, String name) {
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.of(new String(in.readNBytes(LIMIT), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new InfrastructureException("the results in " + file + " cannot be read", e);
    }
  }
}
