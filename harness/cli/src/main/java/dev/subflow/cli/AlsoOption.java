// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.artifact.compile.BuildRequest;
import dev.subflow.failure.UsageException;
import dev.subflow.regress.Builds.Plan;
import java.util.HashSet;
import java.util.List;
import picocli.CommandLine.Option;

/** Builds that look harder: what {@code regress} runs its choice of scenarios on as well. */
final class AlsoOption {
  @Option(
      names = "--also",
      split = ",",
      paramLabel = "FRAGMENT",
      description =
          "Run the scenarios on builds of both kernels with these fragments too, each by itself,"
              + " such as debug,lockdep. There a test counts by splats alone: one that the base"
              + " does not print is CRASHED.")
  private List<String> fragments = List.of();

  List<String> fragments() {
    return fragments;
  }

  /**
   * Checks that there are such builds, before anything is built.
   *
   * @param kernels those that are compared as they are
   * @throws UsageException if not
   */
  void check(List<String> kernels, boolean pairs, RegressPlan plan) {
    if (fragments.isEmpty()) {
      return;
    }
    if (!kernels.isEmpty()) {
      throw new UsageException(
          "--also builds kernels with more fragments, and those of --kernels are not built here;"
              + " name what they are built from, with --tree or --package");
    }
    if (pairs) {
      throw new UsageException("--also and --pairs can't be used together; leave one of them out");
    }
    if (new HashSet<>(fragments).size() < fragments.size()) {
      throw new UsageException("--also names a fragment twice: " + String.join(",", fragments));
    }
    for (String fragment : fragments) {
      if (plan.fragments().contains(fragment)) {
        throw new UsageException(
            "--also " + fragment + ": the kernels have that fragment already, by --config");
      }
    }
    BuildRequest.checkFragments(Home.find().resolve("kernel-configs"), fragments);
  }

  /** The first and the last kernel with one of the fragments. */
  static List<Plan> plans(List<Plan> plans, String fragment) {
    return List.of(with(plans.get(0), fragment), with(plans.get(plans.size() - 1), fragment));
  }

  private static Plan with(Plan plan, String fragment) {
    return new Plan(
        plan.variant(), plan.title() + " with " + fragment, plan.request().with(fragment));
  }
}
