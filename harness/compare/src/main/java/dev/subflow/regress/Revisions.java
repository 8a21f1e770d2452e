// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import dev.subflow.artifact.compile.BuildRequest;
import dev.subflow.artifact.compile.BuiltKernel;
import dev.subflow.artifact.compile.KernelBuildException;
import dev.subflow.failure.UsageException;
import dev.subflow.git.GitTree;
import dev.subflow.regress.BisectStep.State;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Revisions of a tree as kernels.
 *
 * @param builder of kernels
 * @param like how revisions are configured, and what is patched into each
 * @param folder where runs leave results and evidence
 */
record Revisions(
    GitTree tree,
    Function<BuildRequest, BuiltKernel> builder,
    BuildRequest like,
    Path folder,
    Consumer<String> progress) {
  private static final int NAME = 12;

  Variant build(String commit) {
    String title = tree.title(commit);
    progress.accept("building " + title);
    BuildRequest request =
        new BuildRequest(
            new BuildRequest.Revision(tree.folder(), commit),
            like.patches(),
            like.fragments(),
            like.extra());
    BuiltKernel built = builder.apply(request);
    return new Variant(commit.substring(0, NAME), title, built.folder().toString());
  }

  /** Builds, boots and judges a revision; skips it where that cannot be done. */
  BisectStep tested(String commit, TestRuns runs, Function<Variant, BisectStep> judge) {
    Variant kernel;
    try {
      kernel = build(commit);
    } catch (KernelBuildException e) {
      String first = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
      return skipped(commit, "does not build: " + first);
    } catch (UsageException e) {
      // A patch on top that does not apply here, or an option that the tree has not got yet.
      return skipped(commit, "cannot be built: " + e.getMessage());
    }
    try {
      Optional<String> failure = new BootCheck(runs).failure(kernel);
      return failure.isPresent() ? skipped(commit, failure.get()) : judge.apply(kernel);
    } catch (UsageException e) {
      // A selftest that came later.
      return skipped(commit, "cannot be tested: " + e.getMessage());
    }
  }

  private BisectStep skipped(String commit, String why) {
    return step(commit, State.SKIP, 0, 0, why, Optional.empty());
  }

  BisectStep step(
      String commit, State state, int passed, int failed, String note, Optional<String> evidence) {
    String title = commit.isEmpty() ? "" : tree.title(commit);
    return new BisectStep(commit, title, state, passed, failed, note, evidence);
  }

  String evidence(String relative) {
    return folder.resolve(relative).toString();
  }
}
