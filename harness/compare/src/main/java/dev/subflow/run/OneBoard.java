// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import dev.subflow.report.TestResult;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Shows many short executions as one, with one count of tests. Thread-safe. */
final class OneBoard implements RunView, AutoCloseable {
  private final RunView view;
  private final RunListener board;

  /**
   * Begins to show.
   *
   * @param planned attempts of all executions, at most
   */
  OneBoard(RunView view, int planned) {
    this.view = view;
    this.board = view.listener(OptionalInt.of(planned), true);
  }

  @Override
  public RunListener listener(OptionalInt planned, boolean many) {
    return new RunListener() {
      @Override
      public void started(String name) {
        board.started(name);
      }

      @Override
      public void ended(TestResult result) {
        board.ended(result);
      }

      @Override
      public void attempted() {
        board.attempted();
      }
    };
  }

  @Override
  public void status(String what) {
    view.status(what);
  }

  @Override
  public void say(String line) {
    view.say(line);
  }

  @Override
  public void working(String what) {
    view.working(what);
  }

  @Override
  public void recorded(Path run, TestResult result) {
    view.recorded(run, result);
  }

  @Override
  public void close() {
    board.over();
  }
}
