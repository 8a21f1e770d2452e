// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.lab.Lab;
import dev.subflow.measure.Measure;
import dev.subflow.observe.Observation;
import dev.subflow.report.TestResult;
import java.nio.file.Path;
import java.util.List;

/**
 * Who watches a run as it goes. The one that lies in the store of JUnit's launcher session, in the
 * namespace of this class and under this class, is told; without it there is only the log.
 *
 * <p>Implementations must be thread-safe.
 */
public interface RunObserver {
  /** Takes a few words on what takes long now; empty ones when it is over. */
  void working(String what);

  /**
   * Takes the result of a test, also one that the disk refuses.
   *
   * @param run folder of the run that it belongs to
   */
  void recorded(Path run, TestResult result);

  /**
   * Takes the behaviour that a test showed, before its result.
   *
   * @param run folder of the run that it belongs to
   * @param test id of the test, as its result has it
   */
  default void observed(Path run, String test, Observation behaviour) {}

  /**
   * Takes the transfers that a test measured, one or more, before its result.
   *
   * @param run folder of the run that it belongs to
   * @param test id of the test, as its result has it
   */
  default void measured(Path run, String test, List<Measure> measures) {}

  /**
   * Holds the lab of a test that failed while {@code subflow.keep} is set; returns when it may come
   * down.
   */
  void keep(Lab lab, String test, String failure, Path evidence);
}
