// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.artifact.root.Toolbox;
import dev.subflow.cache.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives the frames of kernel traces their file and line, with the tree's own script. */
final class StackDecoder {
  private static final Logger log = LoggerFactory.getLogger(StackDecoder.class);
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Path CRASH = Path.of("/crash");

  /** A vmlinux that was built again since has other addresses than the kernel that ran. */
  private static final String SCRIPT =
      """
      id() { readelf -n "$1" 2>/dev/null | sed -n 's/.*Build ID: //p'; }
      if [ -n "$(id "$2")" ] && [ "$(id "$1")" != "$(id "$2")" ]; then
        echo "$1 is not the kernel that ran: it was built again since."
        exit 0
      fi
      bash "$3/scripts/decode_stacktrace.sh" "$1" auto </crash/dmesg 2>/crash/errors
      """;

  private final Toolbox toolbox;

  StackDecoder(Toolbox toolbox) {
    this.toolbox = toolbox;
  }

  /**
   * The lines with file and line where the trace has functions.
   *
   * @return empty for a kernel without a vmlinux, as those of packages are, or when it fails
   */
  public Optional<String> decode(Kernel kernel, List<String> lines) {
    Optional<Path> tree = kernel.tree().filter(t -> Files.isRegularFile(t.resolve("vmlinux")));
    if (tree.isEmpty()) {
      return Optional.empty();
    }
    try {
      Path folder = Files.createTempDirectory("subflow-crash");
      try {
        return Optional.of(decode(kernel, tree.get(), lines, folder));
      } finally {
        Folders.discard(folder);
      }
    } catch (IOException e) {
      log.warn("a trace of {} can't be decoded: {}", kernel.release(), e.getMessage());
      return Optional.empty();
    }
  }

  private String decode(Kernel kernel, Path tree, List<String> lines, Path folder)
      throws IOException {
    Files.write(folder.resolve("dmesg"), lines);
    Path link = tree.resolve("source");
    Path source = Files.exists(link) ? link.toRealPath() : tree;
    return toolbox
        .command(
            "sh",
            "-ec",
            SCRIPT,
            "decode",
            tree.resolve("vmlinux").toString(),
            kernel.image().toString(),
            source.toString())
        .reading(tree)
        .reading(source)
        .reading(kernel.image())
        .writing(folder, CRASH)
        .limit(LIMIT)
        .output();
  }
}
