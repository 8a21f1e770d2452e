// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.junit.RunObserver;
import dev.subflow.report.TestResult;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Whoever watches a run: told what goes on while it does. Thread-safe. */
public interface RunView extends RunObserver {
  /** Watches in silence. */
  RunView SILENT = new RunView() {};

  /** Says what goes on from now; empty when nothing does. */
  default void status(String what) {}

  /** Something that stays to be read. */
  default void say(String line) {}

  /** Says what takes long within what goes on; empty when that is over. */
  @Override
  default void working(String what) {}

  @Override
  default void recorded(Path run, TestResult result) {}

  /** Gets the guests of a test that failed; they end when this returns. */
  @Override
  default void keep(dev.subflow.lab.Lab lab, String test, String failure, Path evidence) {}

  /**
   * Told of the tests of one execution.
   *
   * @param planned tests that will run, as far as is known; of many the attempts
   * @param many whether there are too many to tell of each that passes
   */
  default RunListener listener(OptionalInt planned, boolean many) {
    return RunListener.SILENT;
  }
}
