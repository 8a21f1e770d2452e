// SPDX-License-Identifier: Apache-2.0
package dev.subflow.git;

import dev.subflow.cache.Digests;
import dev.subflow.failure.NearestNames;
import dev.subflow.failure.UsageException;
import dev.subflow.process.Program;
import dev.subflow.process.ProgramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** A kernel tree of the user's, which is only ever read. */
public final class KernelTree {
  // VERSION = 7
  private static final Pattern VERSION = Pattern.compile("(?m)^VERSION\\s*=\\s*\\d+\\s*$");
  private static final String EXPECTED =
      " Expected the top folder of a Linux kernel's sources, such as a clone of mptcp_net-next.";

  private final Path folder;

  private KernelTree(Path folder) {
    this.folder = folder;
  }

  /**
   * The tree in a folder.
   *
   * @throws UsageException when there is none, neither in the folder nor in its git
   */
  public static KernelTree of(Path dir) throws IOException {
    if (!Files.isDirectory(dir)) {
      throw new UsageException(
          "There is no kernel tree "
              + dir
              + ": "
              + (Files.exists(dir) ? "it is a file." : "no such folder."));
    }
    return new KernelTree(dir.toRealPath());
  }

  public Path folder() {
    return folder;
  }

  /** A name for what is kept of it. */
  public String id() {
    String name = String.valueOf(folder.getFileName()).replaceAll("[^A-Za-z0-9._-]", "-");
    return name + "-" + Digests.of(folder.toString()).substring(0, 12);
  }

  /** That there are sources of a kernel on disk. */
  public void requireSources() throws IOException {
    List<String> missing = new ArrayList<>();
    for (String file : List.of("Makefile", "Kconfig", "scripts/kconfig/merge_config.sh", "net")) {
      if (!Files.exists(folder.resolve(file))) {
        missing.add(file);
      }
    }
    if (!missing.isEmpty()) {
      throw new UsageException(
          folder
              + " is no kernel tree: it has no "
              + String.join(", no ", missing)
              + "."
              + EXPECTED);
    }
    requireVersion(Files.readString(folder.resolve("Makefile")));
  }

  private void requireVersion(String makefile) {
    if (!VERSION.matcher(makefile).find()) {
      throw new UsageException(
          folder + " is no kernel tree: its Makefile names no VERSION." + EXPECTED);
    }
  }

  /** Where its git keeps objects; empty when it is not the top of a git tree. */
  public Optional<Path> objects() throws IOException {
    Git git = Git.readingIn(folder);
    try {
      String top = git.output("rev-parse", "--show-toplevel");
      if (!Path.of(top).toRealPath().equals(folder)) {
        return Optional.empty();
      }
      return Optional.of(folder.resolve(git.output("rev-parse", "--git-path", "objects")));
    } catch (ProgramException e) {
      return bareObjects(git);
    }
  }

  private Optional<Path> bareObjects(Git git) throws IOException {
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
  public Path index() throws IOException {
    return folder.resolve(Git.readingIn(folder).output("rev-parse", "--git-path", "index"));
  }

  /**
   * The commit that a revision names.
   *
   * @throws UsageException when git does not know it, or it is no kernel's
   */
  public String commit(String revision) throws IOException {
    if (objects().isEmpty()) {
      throw new UsageException(
          folder
              + " is not a git tree, so it has no revision \""
              + revision
              + "\". Name a clone of the kernel's repository, or leave the revision away to build"
              + " what is there.");
    }
    Git git = Git.readingIn(folder);
    Program.Answer answer = git.commit(revision);
    if (!answer.exit().succeeded()) {
      throw unknown(revision, git);
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
              + " is no kernel: it has no Makefile."
              + EXPECTED,
          e);
    }
    requireVersion(makefile);
    return commit;
  }

  private UsageException unknown(String revision, Git git) throws IOException {
    List<String> names = git.output("for-each-ref", "--format=%(refname:short)").lines().toList();
    List<String> near = NearestNames.of(revision, names, 3);
    String hint =
        near.isEmpty() ? "it has no branches or tags" : "similar: " + String.join(", ", near);
    return new UsageException(
        "Unknown revision \""
            + revision
            + "\": git knows no such commit in "
            + folder
            + " ("
            + hint
            + "). If it is somewhere else, \"git fetch\" it first.");
  }
}
