// SPDX-License-Identifier: Apache-2.0
package dev.subflow.benchmarks.faults;

import dev.subflow.report.TestResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A kind of run that a fault befalls, in one of its guests. */
interface Where {
  /** For people and for the command line. */
  String name();

  /** Whether a fault means something else here than where it is tried already. */
  boolean takes(Fault fault);

  /** The guest that a fault befalls, as evidence names it. */
  String guest();

  /** Words of the command line, from the command on, without the folder of results. */
  List<String> arguments(Fault fault);

  /** Properties of its JVM. */
  Map<String, String> properties(Fault fault);

  /** Whether the run is where a fault from outside is due. */
  boolean isDue(Fault fault, Path out, String said) throws IOException;

  /** The verdict that a run must have when the fault happens once in it. */
  default End expected(Fault fault) {
    return fault.end();
  }

  /** How it ended. */
  End end(int exitCode, Path out, String said) throws IOException;

  /** Results of the tests that the fault befell. */
  List<TestResult> results(Path out) throws IOException;

  /** Words that the log of commands has of what ran when the fault came. */
  String lastCommand(Fault fault);

  /** Whether nothing is called a pass that did not come to its end. */
  default boolean isHonest(End end, Path out) throws IOException {
    return true;
  }
}
