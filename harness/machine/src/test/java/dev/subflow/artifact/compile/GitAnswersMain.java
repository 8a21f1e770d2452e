// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.compile;

import dev.subflow.git.GitTree;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Writes what is known of a git tree into a file; run in a process of its own. */
final class GitAnswersMain {
  private GitAnswersMain() {}

  public static void main(String[] args) throws IOException {
    Path folder = Path.of(args[0]);
    UserTree kernel = UserTree.of(folder);
    GitTree git = GitTree.at(folder);
    String head = git.commit("HEAD");
    List<String> answers =
        List.of(
            "commit " + head,
            "title " + git.title(head),
            "changed " + git.changedFiles(head, Optional.empty()),
            "kernel commit " + kernel.commit("HEAD"),
            "objects " + kernel.objects().orElseThrow().toRealPath(),
            "index " + kernel.index().toRealPath());
    Files.write(Path.of(args[1]), answers, StandardCharsets.UTF_8);
  }
}
