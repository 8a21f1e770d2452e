// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import dev.subflow.cache.RelativePath;
import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where tests leave their results in a kernel tree, and where those are kept afterwards. */
final class ResultsFolder {
  private static final Logger log = LoggerFactory.getLogger(ResultsFolder.class);

  /** A kernel with its symbols is larger, and is in the tree. */
  private static final long LIMIT = 64L << 20;

  private ResultsFolder() {}

  /**
   * Makes a folder for one run. It is made here, so that whoever runs this can remove it although
   * what is in it belongs to root.
   */
  static Path make(KernelTree tree) {
    Path parent = tree.workDirectory().resolve("results");
    try {
      for (Path path : List.of(tree.workDirectory(), parent)) {
        if (Files.isSymbolicLink(path)) {
          throw new UsageException(
              path
                  + " is a link, to "
                  + RelativePath.shown(Files.readSymbolicLink(path).toString())
                  + ": nothing is written through it. Remove it, and the folder is made.");
        }
      }
      Files.createDirectories(parent);
      return Files.createTempDirectory(parent, "subflow-");
    } catch (IOException e) {
      throw new UsageException(
          "the results of tests cannot be kept in " + parent + ": " + e.getMessage(), e);
    }
  }

  /** Copies all of it. */
  static void keep(Path folder, Path evidence) {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file :
          files.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS)).toList()) {
        Path copy = evidence.resolve(folder.relativize(file).toString());
        if (Files.size(file) <= LIMIT) {
          Files.createDirectories(copy.getParent());
          Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    } catch (IOException e) {
      throw new InfrastructureException("the results in " + folder + " cannot be kept", e);
    }
  }

  /** Removes a folder that was made here. */
  static void remove(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      log.warn("{} stays: {}", folder, e.toString());
    }
  }
}
