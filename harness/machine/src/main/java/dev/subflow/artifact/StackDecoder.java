// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import dev.subflow.artifact.kernel.Kernel;
import dev.subflow.artifact.root.Toolbox;
import dev.subflow.cache.Folders;
import dev.subflow.process.Scripts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the frames of kernel traces their file and line. A guest wrote the trace and anybody the
 * tree, so no script of the tree is run: what looks exactly like a frame is looked up by nm and
 * addr2line in the toolbox, which sees the tree and cannot write, and what they answer is checked.
 */
final class StackDecoder {
  private static final Logger log = LoggerFactory.getLogger(StackDecoder.class);
  private static final Duration LIMIT = Duration.ofMinutes(10);
  private static final Path CRASH = Path.of("/crash");
  private static final String SCRIPT = "locate.py";
  private static final String FRAMES = "frames";

  /** Octets of an answer, however many frames there are. */
  private static final int LONGEST_ANSWER = 4 << 20;

  /** Where kernels of ours are compiled. */
  private static final String SOURCE = "/usr/src/linux";

  private final Toolbox toolbox;

  StackDecoder(Toolbox toolbox) {
    this.toolbox = toolbox;
  }

  /**
   * The lines with file and line where the trace has functions.
   *
   * @return empty for a kernel without a vmlinux, as those of packages are, or when it fails
   */
  Optional<String> decode(Kernel kernel, List<String> lines) {
    Optional<Path> tree = kernel.tree().filter(StackDecoder::hasSymbols);
    TraceFrames trace = TraceFrames.of(lines);
    if (tree.isEmpty() || trace.frames().isEmpty()) {
      return Optional.empty();
    }
    try {
      Path folder = Files.createTempDirectory("subflow-crash");
      try {
        return Optional.of(decode(kernel, tree.get(), trace, folder));
      } finally {
        Folders.discard(folder);
      }
    } catch (IOException e) {
      log.warn("a trace of {} can't be decoded: {}", kernel.release(), e.getMessage());
      return Optional.empty();
    }
  }

  private static boolean hasSymbols(Path tree) {
    return Files.isRegularFile(tree.resolve("vmlinux"), LinkOption.NOFOLLOW_LINKS);
  }

  private String decode(Kernel kernel, Path tree, TraceFrames trace, Path folder)
      throws IOException {
    Files.writeString(folder.resolve(FRAMES), trace.questions());
    Files.writeString(folder.resolve(SCRIPT), Scripts.of(StackDecoder.class, SCRIPT));
    List<String> answers =
        toolbox
            .command(
                "sh",
                "-c",
                "python3 -I \"$1\" \"$2\" \"$3\" \"$4\" | head -c " + LONGEST_ANSWER,
                "locate",
                CRASH.resolve(SCRIPT).toString(),
                tree.toString(),
                kernel.image().toString(),
                CRASH.resolve(FRAMES).toString())
            .reading(tree)
            .reading(kernel.image())
            .reading(folder, CRASH)
            .limit(LIMIT)
            .output()
            .lines()
            .toList();
    if (answers.contains("rebuilt")) {
      // A vmlinux that was built again since has other addresses than the kernel that ran.
      return tree.resolve("vmlinux") + " is not the kernel that ran: it was built again since.\n";
    }
    return trace.located(answers, List.of(SOURCE, tree.toString()));
  }
}
