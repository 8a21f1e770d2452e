// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.report.TestResult;

/** Told of the tests of an execution as they begin and end. Thread-safe. */
public interface RunListener {
  /** Listens in silence. */
  RunListener SILENT = new RunListener() {};

  /** There is one more test than was planned. */
  default void oneMore() {}

  /** A test began. */
  default void started(String name) {}

  /** A test ended. */
  default void ended(TestResult result) {}

  /** One of many attempts is over, however many tests it had. */
  default void attempted() {}

  /** All of it is over. */
  default void over() {}
}
