// SPDX-License-Identifier: Apache-2.0
package dev.subflow.virtme;

import dev.subflow.cache.RelativePath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A tree that is one of several work trees of a repository elsewhere. Its {@code .git} is a file,
 * which anybody may have written, and names the repository; what it says counts when the repository
 * knows the tree and belongs to the same user. Source: gitrepository-layout(5).
 */
final class WorkTree {
  private static final Logger log = LoggerFactory.getLogger(WorkTree.class);
  private static final int LONGEST = 4096;
  private static final String WORKTREES = "worktrees";

  /** Name of a repository, or of one it is in: a folder that has parts of one in it is none. */
  private static final String REPOSITORY = ".*\\.git|\\.bare";

  private WorkTree() {}

  /**
   * The repository of a tree, to be shown to a container.
   *
   * @param root of the tree, without symbolic links
   * @return empty when it is in the tree, or is not believed, which is logged
   */
  static Optional<Path> repository(Path root) {
    Path link = root.resolve(".git");
    if (!Files.exists(link, LinkOption.NOFOLLOW_LINKS)
        || Files.isDirectory(link, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      return Optional.of(repository(root, link));
    } catch (IOException | InvalidPathException e) {
      log.warn(
          "{} is left out of the container, which can't tell its revision: {}",
          link,
          RelativePath.shown(String.valueOf(e.getMessage())));
      return Optional.empty();
    }
  }

  private static Path repository(Path root, Path link) throws IOException {
    // gitdir: /home/me/linux/.git/worktrees/fix
    String said = text(link);
    if (!said.startsWith("gitdir: ")) {
      throw new IOException("it names no gitdir");
    }
    Path own = root.resolve(said.substring("gitdir: ".length())).toRealPath();
    Path worktrees = parent(own);
    Path repository = parent(worktrees);
    if (!worktrees.endsWith(WORKTREES)
        || !isNamedAsOne(repository)
        || !Files.isRegularFile(repository.resolve("HEAD"), LinkOption.NOFOLLOW_LINKS)
        || !Files.isDirectory(repository.resolve("objects"))) {
      throw new IOException(own + " is no " + WORKTREES + "/NAME of a repository");
    }
    Path back = own.resolve(text(own.resolve("gitdir"))).toRealPath();
    if (!back.equals(link)) {
      throw new IOException(own + " belongs to another tree, " + back);
    }
    if (!own.resolve(text(own.resolve("commondir"))).toRealPath().equals(repository)) {
      throw new IOException(own + " is of another repository than it is in");
    }
    UserPrincipal owner = Files.getOwner(root);
    for (Path one : new Path[] {link, own, own.resolve("gitdir"), repository}) {
      if (!Files.getOwner(one, LinkOption.NOFOLLOW_LINKS).equals(owner)) {
        throw new IOException(one + " does not belong to " + owner + ", as the tree does");
      }
    }
    if (repository.toString().contains(":")) {
      throw new IOException("docker can't mount " + repository + ": its path has a colon");
    }
    return repository;
  }

  private static boolean isNamedAsOne(Path repository) {
    return StreamSupport.stream(repository.spliterator(), false)
        .anyMatch(name -> name.toString().matches(REPOSITORY));
  }

  private static Path parent(Path path) throws IOException {
    Path parent = path.getParent();
    if (parent == null) {
      throw new IOException(path + " is in no folder");
    }
    return parent;
  }

  private static String text(Path file) throws IOException {
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(file + " is not a regular file");
    }
    try (InputStream in = Files.newInputStream(file, LinkOption.NOFOLLOW_LINKS)) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8).strip();
    }
  }
}
