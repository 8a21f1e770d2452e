// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.report.TestResult;
import dev.subflow.report.Verdict;
import java.util.EnumSet;
import java.util.Set;

/** Ends of the tests of a run so far; passes on what it is told. Thread-safe. */
final class Ends implements RunListener {
  private final RunListener next;
  private final Set<Verdict> verdicts = EnumSet.noneOf(Verdict.class);

  Ends(RunListener next) {
    this.next = next;
  }

  @Override
  public void oneMore() {
    next.oneMore();
  }

  @Override
  public void started(String name) {
    next.started(name);
  }

  @Override
  public void ended(TestResult result) {
    synchronized (this) {
      verdicts.add(result.verdict());
    }
    next.ended(result);
  }

  @Override
  public void attempted() {
    next.attempted();
  }

  @Override
  public void over() {
    next.over();
  }

  /** Whether something ended that was neither passed nor skipped. */
  synchronized boolean hasTrouble() {
    return Verdict.exitCode(verdicts) != 0;
  }

  /** Whether all that ended was skipped. */
  synchronized boolean onlySkips() {
    return verdicts.equals(Set.of(Verdict.SKIP));
  }
}
