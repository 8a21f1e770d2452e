// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.artifact.compile.BuildRequest;
import dev.subflow.artifact.compile.BuildRequest.Revision;
import dev.subflow.artifact.compile.BuildRequest.Source;
import dev.subflow.artifact.compile.BuildRequest.Tree;
import dev.subflow.coverage.TouchedFunctions;
import dev.subflow.failure.UsageException;
import dev.subflow.git.GitTree;
import dev.subflow.patch.KernelPatch;
import dev.subflow.regress.Builds.Plan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;

/** Which kernels are compared: options of {@code regress}. */
final class RegressPlan {
  private static final String BASE = "base";
  private static final String PATCHED = "patched";

  /** Of what coverage is taken. */
  private static final String MPTCP = "net/mptcp";

  @Option(names = "--tree", paramLabel = "DIR", description = "A kernel tree; never written to.")
  private Optional<Path> tree = Optional.empty();

  @Option(
      names = "--base",
      paramLabel = "REV",
      description =
          "The revision of the tree to compare with (default: the tree as it is on disk). Without"
              + " --patch, --series and --head it is compared with the tree as it is on disk.")
  private Optional<String> base = Optional.empty();

  @Option(
      names = "--head",
      paramLabel = "REV",
      description = "The patched revision of the tree, instead of patches.")
  private Optional<String> head = Optional.empty();

  @Option(
      names = "--package",
      paramLabel = "VERSION",
      description = "The base is Debian's linux-source-VERSION, such as 7.3, instead of a tree.")
  private Optional<String> packaged = Optional.empty();

  @Option(
      names = "--each",
      description =
          "Build and test after each patch (or each commit up to --head), and name the one that"
              + " changed something.")
  private boolean each;

  @picocli.CommandLine.Mixin private final PatchOptions patches = new PatchOptions();
  @picocli.CommandLine.Mixin private final ConfigOptions config = new ConfigOptions();

  /**
   * The kernels to build, the base first.
   *
   * @throws UsageException where what the options name is not there
   */
  List<Plan> read(Consumer<String> progress) {
    Source from = baseSource();
    List<Plan> plans = new ArrayList<>();
    plans.add(new Plan(BASE, title(from), config.request(from)));
    if (head.isPresent()) {
      addCommits(plans, GitTree.at(treeFolder()));
    } else if (patches.isEmpty()) {
      Tree onDisk = new Tree(treeFolder());
      plans.add(new Plan(PATCHED, onDisk + " as it is on disk", config.request(onDisk)));
    } else {
      addPatches(plans, from, patches.read(progress));
    }
    return plans;
  }

  /**
   * Checks what the parser cannot, and that revisions are there.
   *
   * @throws UsageException where options make no sense together
   */
  void check() {
    checkOptions();
    if (base.isPresent() || head.isPresent()) {
      GitTree git = GitTree.at(treeFolder());
      base.ifPresent(git::commit);
      head.ifPresent(git::commit);
    }
    patches.check();
  }

  /** Fragments of their configuration. */
  List<String> fragments() {
    return config.fragments;
  }

  /**
   * Functions and files that the last of the kernels has and the first has not.
   *
   * @param plans those that were read
   */
  TouchedFunctions touched(List<Plan> plans) {
    if (head.isEmpty() && !patches.isEmpty()) {
      List<KernelPatch> all = plans.get(plans.size() - 1).request().patches();
      return TouchedFunctions.of(all.stream().map(KernelPatch::text).toList());
    }
    GitTree git = GitTree.at(treeFolder());
    String from = git.commit(base.orElseThrow());
    Optional<String> to = head.map(git::commit);
    return TouchedFunctions.of(List.of(git.diff(from, to, MPTCP)))
        .withFiles(git.changedFiles(from, to));
  }

  /** Command that records coverage of the base. */
  String coverageCommand() {
    return packaged
        .map(
            version ->
                "subflow kernel build --package "
                    + version
                    + " --config base,mptcp,coverage, and subflow run '*' --coverage --kernel with"
                    + " the folder that it prints")
        .orElseGet(
            () ->
                "subflow run '*' --coverage --kernel tree:"
                    + treeFolder()
                    + base.map(rev -> "@" + rev).orElse("")
                    + "#coverage");
  }

  private void checkOptions() {
    if (tree.isPresent() == packaged.isPresent()) {
      throw new UsageException(
          tree.isPresent()
              ? "--tree and --package are two bases; name one"
              : "there is no base to compare with: name --tree DIR [--base REV], or --package 7.3");
    }
    if (packaged.isPresent() && (base.isPresent() || head.isPresent())) {
      throw new UsageException("--base and --head are revisions of a --tree; a package has none");
    }
    if (head.isPresent() && !patches.isEmpty()) {
      throw new UsageException("--head and --patch or --series are two things to test; name one");
    }
    if (head.isPresent() && base.isEmpty()) {
      throw new UsageException("--head wants a --base to be compared with");
    }
    if (patches.isEmpty() && head.isEmpty() && base.isEmpty()) {
      throw new UsageException(
          "there is nothing to test: name --patch FILE, --series ID, --head REV, or a --base to"
              + " compare the tree on disk with");
    }
    if (each && patches.isEmpty() && head.isEmpty()) {
      throw new UsageException("--each wants --patch, --series or --head");
    }
  }

  private Path treeFolder() {
    return tree.orElseThrow();
  }

  private Source baseSource() {
    if (packaged.isPresent()) {
      return new BuildRequest.Package(packaged.get());
    }
    return base.isPresent()
        ? new Revision(treeFolder(), GitTree.at(treeFolder()).commit(base.get()))
        : new Tree(treeFolder());
  }

  private String title(Source from) {
    return base.map(rev -> treeFolder() + "@" + rev).orElseGet(from::toString);
  }

  private void addPatches(List<Plan> plans, Source from, List<KernelPatch> all) {
    BuildRequest request = config.request(from);
    if (!each) {
      String more = all.size() > 1 ? " and " + (all.size() - 1) + " more" : "";
      plans.add(new Plan(PATCHED, "base + " + all.get(0).name() + more, request.with(all)));
      return;
    }
    for (int i = 1; i <= all.size(); i++) {
      plans.add(
          new Plan("patch-" + i, "+ " + all.get(i - 1).name(), request.with(all.subList(0, i))));
    }
  }

  private void addCommits(List<Plan> plans, GitTree git) {
    String last = git.commit(head.orElseThrow());
    String first = git.commit(base.orElseThrow());
    if (!each) {
      plans.add(
          new Plan(PATCHED, git.title(last), config.request(new Revision(git.folder(), last))));
      return;
    }
    List<String> commits = git.between(first, last);
    if (commits.isEmpty()) {
      throw new UsageException(
          head.get()
              + " has no commit that "
              + base.get()
              + " has not; are they the other way"
              + " round?");
    }
    for (int i = 1; i <= commits.size(); i++) {
      String commit = commits.get(i - 1);
      plans.add(
          new Plan(
              "patch-" + i, git.title(commit), config.request(new Revision(git.folder(), commit))));
    }
  }
}
