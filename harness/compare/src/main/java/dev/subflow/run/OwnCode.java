// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.cache.Digests;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The code that this process runs, libraries of others apart. */
final class OwnCode {
  private static final Logger log = LoggerFactory.getLogger(OwnCode.class);

  private OwnCode() {}

  /** Digest of the folders and of Subflow's archives of the class path: other code, other text. */
  static String digest() {
    String path = System.getProperty("java.class.path", "");
    return Digests.of(
        Arrays.stream(path.split(File.pathSeparator, -1))
            .filter(entry -> !entry.isEmpty())
            .map(Path::of)
            .map(OwnCode::digest)
            .collect(Collectors.joining(" ")));
  }

  private static String digest(Path entry) {
    try {
      if (Files.isDirectory(entry)) {
        return Digests.ofTree(entry);
      }
      boolean isOurs = String.valueOf(entry.getFileName()).startsWith("subflow-");
      return isOurs && Files.isRegularFile(entry) ? Digests.of(entry) : "";
    } catch (IOException e) {
      log.debug("cannot read {}", entry, e);
      return String.valueOf(System.nanoTime());
    }
  }
}
