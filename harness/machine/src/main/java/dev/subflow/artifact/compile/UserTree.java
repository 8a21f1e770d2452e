// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import dev.subflow.artifact.kernel.KernelFolder;
import dev.subflow.cache.Digests;
import dev.subflow.failure.UsageException;
import dev.subflow.git.Git;
import dev.subflow.git.UnknownRevision;
import dev.subflow.process.Program;
import dev.subflow.process.ProgramException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** A kernel tree of the user's, which is only ever read. */
final class UserTree {
  private final KernelFolder kernel;
  private final Path folder;
  private final Git git;

  private UserTree(KernelFolder kernel) {
    this.kernel = kernel;
    this.folder = kernel.path();
    this.git = Git.readingIn(folder);
  }

  /**
   * The tree in a folder.
   *
   * @throws UsageException when there is none
   */
  static UserTree of(Path dir) {
    return new UserTree(KernelFolder.of(dir));
  }

  Path folder() {
    return folder;
  }

  /** Whether make has left anything there. */
  boolean isUsedByMake() {
    return kernel.isUsedByMake();
  }

  /** A name for what is kept of it. */
  String id() {
    String name = String.valueOf(folder.getFileName()).replaceAll("[^A-Za-z0-9._-]", "-");
    return name + "-" + Digests.of(folder.toString()).substring(0, 12);
  }

  /** Refuses it unless there are sources of a kernel on disk. */
  void requireSources() {
    kernel.requireSources("scripts/kconfig/merge_config.sh");
  }

  /** Where its git keeps objects; empty when it is not the top of a git tree. */
  Optional<Path> objects() throws IOException {
    try {
      String top = git.output("rev-parse", "--show-toplevel");
      if (!Path.of(top).toRealPath().equals(folder)) {
        return Optional.empty();
      }
      return Optional.of(folder.resolve(git.output("rev-parse", "--git-path", "objects")));
    } catch (ProgramException e) {
      return bareObjects();
    }
  }

  private Optional<Path> bareObjects() throws IOException {
    try {
      boolean bare = git.output("rev-parse", "--is-bare-repository").equals("true");
      return bare
          ? Optional.of(folder.resolve(git.output("rev-parse", "--git-path", "objects")))
          : Optional.empty();
    } catch (ProgramException e) {
      return Optional.empty();
    }
  }

  /** Its own index; a copy of it knows which files have not changed. */
  Path index() throws IOException {
    return folder.resolve(git.output("rev-parse", "--git-path", "index"));
  }

  /**
   * The commit that a revision names.
   *
   * @throws UsageException when git does not know it, or it is no kernel's
   */
  String commit(String revision) throws IOException {
    if (objects().isEmpty()) {
      throw new UsageException(
          folder
              + " is not a git tree, so it has no revision \""
              + revision
              + "\". Name a clone of the kernel's repository, or leave the revision away to build"
              + " what is there.");
    }
    Program.Answer answer = git.commit(revision);
    if (!answer.exit().succeeded()) {
      throw UnknownRevision.in(folder, revision);
    }
    String commit = answer.out();
    String makefile;
    try {
      makefile = git.output("cat-file", "blob", commit + ":Makefile");
    } catch (ProgramException e) {
      throw new UsageException(
          "Revision "
              + revision
              + " of "
              + folder
              + " is no kernel: it has no Makefile. "
              + KernelFolder.EXPECTED,
          e);
    }
    kernel.requireVersion(makefile);
    return commit;
  }
}
