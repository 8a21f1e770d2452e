// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import dev.subflow.report.TestEvidence;
import java.util.List;
import java.util.function.Consumer;

/** Runs slices, each in a machine of its own. Thread-safe. */
interface SliceRunner {
  /**
   * Runs one to its end; whatever happens to its machine becomes results.
   *
   * @param begun told of its script as soon as that runs
   */
  List<SubtestResult> run(Slice slice, TestEvidence evidence, Consumer<Running> begun);

  /** A script that runs. For any thread. */
  interface Running {
    /** Results known so far, now that somebody ends the run. */
    List<SubtestResult> interrupted();

    /** What it printed so far. */
    Printed printed();
  }
}
