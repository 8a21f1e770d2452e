// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.failure.UsageException;
import dev.subflow.machine.Memory;
import java.util.LinkedHashMap;
import java.util.Map;

/** Number of scenarios that run at once. */
public final class Jobs {
  /** Two guests of 256 MiB and their QEMUs. */
  private static final long LAB_MIB = 640;

  private static final String PARALLEL = "junit.jupiter.execution.parallel.";

  private Jobs() {}

  /**
   * As many as this machine carries: two for each core, as scenarios mostly wait, and no more than
   * its memory holds.
   */
  public static int ofThisMachine() {
    return bounded(
        Runtime.getRuntime().availableProcessors(), GuestMemory.budgetMib(Memory.availableBytes()));
  }

  static int bounded(int cores, long budgetMib) {
    return (int) Math.max(1, Math.min(2L * cores, budgetMib / LAB_MIB));
  }

  /**
   * The number that a setting names; what this machine carries where it is blank.
   *
   * @throws UsageException for anything but a number from 1 on
   */
  public static int parse(String setting) {
    String text = setting.strip();
    if (text.isEmpty()) {
      return ofThisMachine();
    }
    if (!text.matches("[1-9][0-9]{0,3}")) {
      throw new UsageException(
          "the number of jobs is \"" + text + "\"; it wants a number from 1 to 9999");
    }
    return Integer.parseInt(text);
  }

  /** JUnit's configuration parameters for that many scenarios at once, methods and classes. */
  public static Map<String, String> parameters(int jobs) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put(PARALLEL + "enabled", Boolean.toString(jobs > 1));
    parameters.put(PARALLEL + "mode.default", "concurrent");
    parameters.put(PARALLEL + "mode.classes.default", "concurrent");
    parameters.put(PARALLEL + "config.strategy", "fixed");
    parameters.put(PARALLEL + "config.fixed.parallelism", Integer.toString(jobs));
    parameters.put(PARALLEL + "config.fixed.max-pool-size", Integer.toString(jobs));
    // The other one, a ForkJoinPool, starts more tests than asked for when one of them waits.
    parameters.put(PARALLEL + "config.executor-service", "worker_thread_pool");
    return parameters;
  }
}
