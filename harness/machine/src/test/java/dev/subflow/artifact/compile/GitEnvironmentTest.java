// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.subflow.git.Git;
import dev.subflow.process.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hooks and {@code git bisect run} start programs with git's variables set. */
final class GitEnvironmentTest {
  @TempDir Path temp;
  private Path tree;
  private Path other;

  @BeforeEach
  void twoRepositories() throws IOException {
    tree = repository("tree");
    other = repository("other");
    Files.writeString(tree.resolve("Kconfig"), "edited\n");
  }

  private Path repository(String name) throws IOException {
    Path folder = Files.createDirectories(temp.resolve(name)).toRealPath();
    Files.writeString(folder.resolve("Makefile"), "VERSION = 7\n");
    Files.writeString(folder.resolve("Kconfig"), "of " + name + "\n");
    Git git = Git.readingIn(folder);
    git.output("init", "-q");
    git.output("add", "-A");
    git.output("-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "-m", name);
    return folder;
  }

  private List<String> answers(Map<String, String> environment) throws IOException {
    Path file = temp.resolve("answers");
    Program.of(
            Path.of(System.getProperty("java.home"), "bin/java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            GitAnswersMain.class.getName(),
            tree.toString(),
            file.toString())
        .with(environment)
        .run(temp.resolve("log"));
    return Files.readAllLines(file);
  }

  @Test
  void theTreeThatIsNamedAnswersInsideAHookOfAnother() throws IOException {
    List<String> plain = answers(Map.of());
    assertThat(plain).contains("title " + shortName() + " tree", "changed [Kconfig]");

    Path git = other.resolve(".git");
    assertThat(
            answers(
                Map.of(
                    "GIT_DIR", git.toString(),
                    "GIT_INDEX_FILE", git.resolve("index").toString(),
                    "GIT_WORK_TREE", other.toString())))
        .isEqualTo(plain);
  }

  @Test
  void whereObjectsAreAndWhatIsConfiguredIsTheTreesOwn() throws IOException {
    List<String> plain = answers(Map.of());

    assertThat(
            answers(
                Map.of(
                    "GIT_OBJECT_DIRECTORY", other.resolve(".git/objects").toString(),
                    "GIT_CEILING_DIRECTORIES", tree.toString(),
                    "GIT_CONFIG_COUNT", "1",
                    "GIT_CONFIG_KEY_0", "core.worktree",
                    "GIT_CONFIG_VALUE_0", other.toString())))
        .isEqualTo(plain);
  }

  private String shortName() throws IOException {
    return Git.readingIn(tree).output("rev-parse", "--short", "HEAD");
  }
}
