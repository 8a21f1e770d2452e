// SPDX-License-Identifier: Apache-2.0
package dev.subflow.git;

import dev.subflow.failure.InfrastructureException;
import dev.subflow.failure.UsageException;
import dev.subflow.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Reads the history of a git tree; nothing here writes to it. */
public final class GitTree {
  private final Path folder;
  private final Git git;

  private GitTree(Path folder) {
    this.folder = folder;
    this.git = Git.readingIn(folder);
  }

  /**
   * The git tree in a folder.
   *
   * @throws UsageException when there is none
   */
  public static GitTree at(Path folder) {
    GitTree tree = new GitTree(folder.toAbsolutePath().normalize());
    if (!Files.isDirectory(tree.folder)) {
      throw new UsageException("there is no folder " + tree.folder);
    }
    Program.Answer answer = tree.git("rev-parse", "--git-dir");
    if (!answer.exit().succeeded()) {
      throw new UsageException(
          tree.folder
              + " is no git tree, so it has no revisions: "
              + answer.err().strip()
              + ". Clone the kernel with git, or compare patches on --package.");
    }
    return tree;
  }

  public Path folder() {
    return folder;
  }

  /**
   * The full name of a commit.
   *
   * @throws UsageException when there is none of that name
   */
  public String commit(String revision) {
    Program.Answer answer = ask(() -> git.commit(revision));
    if (!answer.exit().succeeded()) {
      throw unknown(revision);
    }
    return answer.out();
  }

  private UsageException unknown(String revision) {
    try {
      return UnknownRevision.in(folder, revision);
    } catch (IOException e) {
      throw fails(e);
    }
  }

  /** A commit as readers know it: short name and subject. */
  public String title(String commit) {
    return succeed("log", "-1", "--format=%h %s", commit).strip();
  }

  /** Author and whole message of a commit. */
  public String message(String commit) {
    return succeed("log", "-1", "--stat", commit).strip();
  }

  /**
   * Refuses ends that are the wrong way round, or have nothing to do with each other.
   *
   * @throws UsageException unless the older commit leads to the newer one
   */
  public void requireAncestor(String older, String newer) {
    if (older.equals(newer)) {
      throw new UsageException("good and bad are the same commit, " + title(older));
    }
    if (!isAncestor(older, newer)) {
      throw new UsageException(
          title(older)
              + " is not among the ancestors of "
              + title(newer)
              + (isAncestor(newer, older)
                  ? ": it is the other way round, so good and bad may be mixed up"
                  : "; name a good revision that the bad one descends from"));
    }
  }

  public boolean isAncestor(String older, String newer) {
    return git("merge-base", "--is-ancestor", older, newer).exit().succeeded();
  }

  /** Commits that lead from one to another, the first one of them first. */
  public List<String> between(String older, String newer) {
    return succeed("rev-list", "--reverse", "--topo-order", newer, "^" + older).lines().toList();
  }

  /**
   * Diff between two commits, below a path, with whole functions around it.
   *
   * @param newer empty for the tree as it is on disk
   */
  public String diff(String older, Optional<String> newer, String path) {
    List<String> arguments = new ArrayList<>(List.of("diff", "--no-color", "--no-ext-diff"));
    arguments.addAll(List.of("--no-textconv", "--no-renames", "--function-context"));
    arguments.addAll(List.of("--src-prefix=a/", "--dst-prefix=b/", older));
    newer.ifPresent(arguments::add);
    arguments.addAll(List.of("--", path));
    return succeed(arguments.toArray(String[]::new));
  }

  /**
   * Files that differ, by their paths in the tree.
   *
   * @param newer empty for the tree as it is on disk, of which only files that git knows count
   */
  public List<String> changedFiles(String older, Optional<String> newer) {
    List<String> arguments = new ArrayList<>(List.of("diff", "--name-only", "--no-renames"));
    arguments.add(older);
    newer.ifPresent(arguments::add);
    arguments.add("--");
    return succeed(arguments.toArray(String[]::new)).lines().toList();
  }

  /** Commits that are in {@code bad} and in none of {@code goods}. */
  public List<String> suspects(String bad, Collection<String> goods) {
    return range(List.of("rev-list", "--topo-order"), bad, goods).lines().toList();
  }

  /** The same, those first that halve the range best. */
  public List<String> byDistance(String bad, Collection<String> goods) {
    return range(List.of("rev-list", "--bisect-all"), bad, goods)
        .lines()
        // 0123abcd... (dist=4)
        .map(line -> line.split(" ", 2)[0])
        .toList();
  }

  private String range(List<String> command, String bad, Collection<String> goods) {
    List<String> arguments = new ArrayList<>(command);
    arguments.add(bad);
    goods.forEach(good -> arguments.add("^" + good));
    return succeed(arguments.toArray(String[]::new));
  }

  private String succeed(String... arguments) {
    Program.Answer answer = git(arguments);
    if (!answer.exit().succeeded()) {
      throw new InfrastructureException(
          "git "
              + String.join(" ", arguments)
              + " failed in "
              + folder
              + " with "
              + answer.exit().describe()
              + ": "
              + answer.err().strip());
    }
    return answer.out();
  }

  private Program.Answer git(String... arguments) {
    return ask(() -> git.answer(arguments));
  }

  private Program.Answer ask(Question question) {
    try {
      return question.ask();
    } catch (IOException e) {
      throw fails(e);
    }
  }

  private InfrastructureException fails(IOException e) {
    return new InfrastructureException("git fails in " + folder + ": " + e.getMessage(), e);
  }

  @FunctionalInterface
  private interface Question {
    Program.Answer ask() throws IOException;
  }
}
