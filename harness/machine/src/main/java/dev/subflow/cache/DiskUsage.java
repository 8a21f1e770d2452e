// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cache;

import dev.subflow.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Space that folders take of the disk: of a sparse file only the blocks that hold something. */
final class DiskUsage {
  private static final Logger log = LoggerFactory.getLogger(DiskUsage.class);

  // 81391616	/root/.cache/subflow/entries/template/0b82520c722ed00f561f94f7fb111e36
  private static final Pattern LINE = Pattern.compile("(\\d+)\\t(.*)");

  private final Map<Path, Long> bytes;

  private DiskUsage(Map<Path, Long> bytes) {
    this.bytes = bytes;
  }

  /**
   * Measures a folder and those in it, as deep as {@code depth}; Java itself has no such answer.
   */
  static DiskUsage of(Path folder, int depth) {
    Map<Path, Long> bytes = new HashMap<>();
    if (!Files.isDirectory(folder)) {
      return new DiskUsage(bytes);
    }
    try {
      Program.of("du", "--block-size=1", "--max-depth=" + depth, folder.toString())
          .output()
          .lines()
          .map(LINE::matcher)
          .filter(Matcher::matches)
          .forEach(m -> bytes.put(Path.of(m.group(2)), Long.valueOf(m.group(1))));
    } catch (IOException e) {
      // What vanishes while it looks makes it fail.
      log.debug("no measure of {}", folder, e);
    }
    return new DiskUsage(bytes);
  }

  /** Of one of the folders; {@code otherwise} when it was not measured. */
  long bytes(Path folder, long otherwise) {
    return bytes.getOrDefault(folder, otherwise);
  }
}
