// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import dev.subflow.cache.Cache;
import dev.subflow.coverage.CoverageMap;
import dev.subflow.coverage.TestSelection;
import dev.subflow.coverage.TouchedFunctions;
import dev.subflow.failure.UsageException;
import dev.subflow.run.TestChoice;
import java.util.List;
import picocli.CommandLine.Option;

/** Whether {@code regress} runs only the tests that a patch concerns. */
final class SelectOption {
  @Option(
      names = "--select",
      description =
          "Of the tests (of all scenarios without --tests), run only those that reach a function of"
              + " net/mptcp that the patch changes, as 'subflow run --coverage' recorded it;"
              + " functions go by their names. What changes outside of functions, such as a macro,"
              + " is told by the functions whose code differs once both kernels are built. Tests"
              + " without a record run too, and all run where one of the functions is reached by"
              + " none, or data of the kernel is changed.")
  private boolean select;

  /** Whether it was given. */
  boolean isGiven() {
    return select;
  }

  /**
   * Checks that there is something to select by.
   *
   * @param kernels those that are compared as they are
   * @throws UsageException if not
   */
  void check(Cache cache, List<String> kernels, RegressPlan plan) {
    if (!select) {
      return;
    }
    if (!kernels.isEmpty()) {
      throw new UsageException(
          "--select looks at what a patch touches, and --kernels has no patch; leave one away");
    }
    if (CoverageMap.load(cache).tests().isEmpty()) {
      throw new UsageException(
          "--select picks tests by the functions that they reach, and no coverage of any test is"
              + " recorded. Record it once, with "
              + plan.coverageCommand());
    }
  }

  /** Picks from tests. */
  static TestSelection pick(Cache cache, TouchedFunctions touched, TestChoice choice) {
    return TestSelection.of(touched, CoverageMap.load(cache), choice.names());
  }
}
