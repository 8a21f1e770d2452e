// SPDX-License-Identifier: Apache-2.0
package dev.subflow.kselftest;

import java.time.Duration;
import java.util.List;

/** Hears how a run goes; called from several threads, one call at a time for each slice. */
public interface SuiteObserver {
  /** A clone begins to run a script, or some of its subtests; 0 for all. */
  void began(String script, int subtests);

  /** A subtest began. */
  void subtest(String script, String title);

  /** A clone is done. */
  void ended(String script, List<SubtestResult> results, Duration elapsed);
}
