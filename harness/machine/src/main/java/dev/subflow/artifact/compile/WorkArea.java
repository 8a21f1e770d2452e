// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import dev.subflow.cache.Cache;
import dev.subflow.cache.Folders;
import dev.subflow.cache.WholeFile;
import dev.subflow.git.Git;
import dev.subflow.patch.KernelPatch;
import dev.subflow.patch.PatchFailure;
import dev.subflow.process.ProgramException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Where kernels of one source are built, and stay for the next build to go on from: a repository
 * that borrows the objects of the user's, a checkout, and a build folder per configuration.
 *
 * <p>For the holder of its locks: {@link #lockName} for all but the build folder and the checkout,
 * which have locks of their own, so that builds of several configurations go on at once.
 */
final class WorkArea {
  /** Of the cache: where the areas are, and how the names of their locks begin. */
  static final String FOLDER = Cache.BUILDS;

  /** In a build folder while make runs there, and afterwards if it was killed. */
  static final String UNFINISHED = ".subflow-unfinished";

  /** In the folder of a source: the tree that is checked out. */
  private static final String CHECKED_OUT = "checked-out";

  private final Path folder;
  private final BuildFolders outs;

  WorkArea(Cache cache, String name) {
    this.folder = cache.folder(FOLDER).resolve(name);
    this.outs = new BuildFolders(cache, name, folder);
  }

  /** Lock of the repository and of what is made from it in a moment. */
  static String lockName(String name) {
    return FOLDER + "-" + name;
  }

  /**
   * Lock of the checkout: builds of any configuration share it, and who checks out another tree has
   * it alone.
   */
  static String sourceLock(String name) {
    return lockName(name) + Cache.SOURCE_LOCK;
  }

  /** Lock of who changes the checkout, taken before that of the checkout itself. */
  static String checkoutLock(String name) {
    return lockName(name) + "-checkout";
  }

  /** Lock of the build folder of a configuration. */
  static String outLock(String name, String configuration) {
    return lockName(name) + "-" + BuildFolders.PREFIX + configuration;
  }

  Path source() {
    return folder.resolve("src");
  }

  /**
   * The build folder of a configuration: see {@link BuildFolders#folder}.
   *
   * @param fragments names of what the configuration is made of
   */
  Path out(String configuration, Set<String> fragments) throws IOException {
    return outs.folder(configuration, fragments);
  }

  boolean hasOut(String configuration) {
    return outs.has(configuration);
  }

  /** Makes what isn't there, and clears away what a killed build left. */
  void open(Optional<Path> objects) throws IOException {
    Path git = repository();
    Files.createDirectories(folder);
    if (!Files.exists(git.resolve("HEAD"))) {
      Path fresh = freshFolder("fresh-git");
      Git.in(fresh).output("init", "--quiet", "--bare", fresh.toString());
      Folders.delete(git);
      Files.move(fresh, git, StandardCopyOption.ATOMIC_MOVE);
    }
    Path borrowed = git.resolve("objects/info/alternates");
    if (objects.isPresent()) {
      Files.createDirectories(borrowed.resolveSibling(""));
      // Whole, as a build may be reading objects.
      WholeFile.write(borrowed, objects.get().toRealPath() + "\n");
    }
    Files.writeString(folder.resolve("used"), "");
    for (Path file : Folders.children(folder)) {
      if (file.toString().endsWith(".lock")) {
        Files.delete(file);
      }
    }
  }

  /** The tree of a commit. */
  String treeOf(String commit) throws IOException {
    return git().output("rev-parse", "--verify", commit + "^{tree}");
  }

  /**
   * The tree of a folder as it is on disk, without what its {@code .gitignore} files say.
   *
   * @param itsIndex copied when there is none yet, so that only what changed is read
   * @param all whether to take what {@code .gitignore} says too
   */
  String treeOf(Path worktree, Optional<Path> itsIndex, boolean all) throws IOException {
    Path index = folder.resolve("tree-index");
    if (!Files.exists(index) && itsIndex.isPresent() && Files.exists(itsIndex.get())) {
      // With its time, by which git tells what may have changed right after.
      Files.copy(itsIndex.get(), index, StandardCopyOption.COPY_ATTRIBUTES);
    }
    try {
      return treeOf(worktree, index, all);
    } catch (ProgramException e) {
      // Such as one that is split over files that were not copied.
      Files.deleteIfExists(index);
      return treeOf(worktree, index, all);
    }
  }

  private String treeOf(Path worktree, Path index, boolean all) throws IOException {
    Git git = git().index(index);
    List<String> add = new ArrayList<>(List.of("-c", "core.looseCompression=1"));
    add.addAll(List.of("-c", "advice.addEmbeddedRepo=false", "add", "--all"));
    if (all) {
      add.add("--force");
    }
    add.add(".");
    git.worktree(worktree).output(add.toArray(String[]::new));
    return git.output("write-tree");
  }

  /** Takes a folder as the checkout, as which it is moved here; its tree. */
  String adopt(Path unpacked) throws IOException {
    Git git = git().index(index());
    Files.deleteIfExists(index());
    Folders.delete(source());
    git.worktree(unpacked).output("-c", "core.looseCompression=1", "add", "--all", "--force", ".");
    String tree = git.output("write-tree");
    Files.move(unpacked, source(), StandardCopyOption.ATOMIC_MOVE);
    return tree;
  }

  /** A tree with patches applied, each to what the one before left. */
  String apply(String tree, List<KernelPatch> patches) throws IOException {
    if (patches.isEmpty()) {
      return tree;
    }
    Path index = folder.resolve("patch-index");
    Git git = git().index(index);
    git.output("read-tree", tree);
    Path file = folder.resolve("patch");
    Path log = folder.resolve("patch-log");
    for (KernelPatch patch : patches) {
      Files.writeString(file, patch.text());
      try {
        git.run(log, "apply", "--cached", "--whitespace=nowarn", file.toString());
      } catch (ProgramException e) {
        throw PatchFailure.explain(patch, Files.readString(log), isApplied(git, file));
      }
    }
    return git.output("write-tree");
  }

  private boolean isApplied(Git git, Path patch) throws IOException {
    try {
      git.run(
          folder.resolve("patch-log-reverse"),
          "apply",
          "--cached",
          "--check",
          "-R",
          patch.toString());
      return true;
    } catch (ProgramException e) {
      return false;
    }
  }

  /** A tree with a line at the end of one file. */
  String append(String tree, String file, String line) throws IOException {
    Path index = folder.resolve("patch-index");
    Git git = git().index(index);
    git.output("read-tree", tree);
    Path content = folder.resolve("patch");
    Files.writeString(
        content, git.output("cat-file", "blob", tree + ":" + file) + "\n" + line + "\n");
    String blob = git.output("hash-object", "-w", "--no-filters", content.toString());
    git.output("update-index", "--cacheinfo", "100644," + blob + "," + file);
    return git.output("write-tree");
  }

  /** The id of a folder or file of a tree; empty when it isn't there. */
  Optional<String> part(String tree, String path) throws IOException {
    try {
      return Optional.of(git().output("rev-parse", "--verify", "--quiet", tree + ":" + path));
    } catch (ProgramException e) {
      return Optional.empty();
    }
  }

  /** Whether two trees differ in files that match. */
  boolean differ(String a, String b, String... pathspecs) throws IOException {
    List<String> command = new ArrayList<>(List.of("diff-tree", "-r", "--name-only", a, b, "--"));
    command.addAll(List.of(pathspecs));
    try {
      return !git().output(command.toArray(String[]::new)).isEmpty();
    } catch (ProgramException e) {
      // One of them is gone.
      return true;
    }
  }

  /** Whether the checkout is a tree, in full. */
  boolean isCheckedOut(String tree) throws IOException {
    return !Files.exists(busy()) && note(CHECKED_OUT).equals(Optional.of(tree));
  }

  private Path busy() {
    return folder.resolve("busy");
  }

  /** Makes the checkout a tree; only files that differ are written, so that make sees those. */
  void checkOut(String tree) throws IOException {
    Path busy = busy();
    Files.createDirectories(source());
    Git git = git().index(index()).worktree(source());
    if (Files.exists(busy)) {
      git.output("read-tree", "--reset", "-u", tree);
      git.output("clean", "-ffdxq");
    }
    Files.writeString(busy, tree);
    git.output("-c", "checkout.workers=2", "read-tree", "--reset", "-u", tree);
    note(CHECKED_OUT, tree);
    Files.delete(busy);
  }

  /** Parts of a tree in a folder of their own. */
  void export(String tree, List<String> parts, Path into) throws IOException {
    Path index = folder.resolve("export-index");
    Files.deleteIfExists(index);
    Files.createDirectories(into);
    List<String> command = new ArrayList<>(List.of("checkout", "--quiet", tree, "--"));
    for (String part : parts) {
      if (part(tree, part).isPresent()) {
        command.add(part);
      }
    }
    git().index(index).worktree(into).output(command.toArray(String[]::new));
    Files.deleteIfExists(index);
  }

  /** Something remembered of the source. */
  Optional<String> note(String name) throws IOException {
    Path file = folder.resolve(name);
    return Files.exists(file) ? Optional.of(Files.readString(file)) : Optional.empty();
  }

  void note(String name, String text) throws IOException {
    WholeFile.write(folder.resolve(name), text);
  }

  /** An empty folder. */
  Path freshFolder(String name) throws IOException {
    Path fresh = folder.resolve(name);
    Folders.delete(fresh);
    return Files.createDirectories(fresh);
  }

  private Path index() {
    return folder.resolve("index");
  }

  private Path repository() {
    return folder.resolve("git");
  }

  private Git git() {
    return Git.in(repository());
  }
}
