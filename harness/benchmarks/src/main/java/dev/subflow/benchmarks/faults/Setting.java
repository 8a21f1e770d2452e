// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Circumstances that a run starts in. */
@FunctionalInterface
interface Setting {
  /** As it is. */
  Setting USUAL =
      (command, scratch, out) -> {
        List<String> all = new ArrayList<>(command);
        all.addAll(List.of("--out", out.toString()));
        return all;
      };

  /**
   * The command line that runs it so.
   *
   * @param command of the run, without the option that names its folder of results
   * @param scratch folder for what the circumstances need
   * @param out folder of the results, or of several with results
   */
  List<String> command(List<String> command, Path scratch, Path out);
}
