// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.failure.UsageException;
import dev.subflow.lab.LabEnvironment;
import java.util.function.Supplier;
import org.opentest4j.TestAbortedException;

/**
 * Turns a machine that can't run guests or containers into a skip that says why, or into a failure
 * where those are required.
 */
public final class Requirements {
  private Requirements() {}

  /**
   * Something of this machine that tests need.
   *
   * @param name what {@code subflow.require} calls it
   * @param what what cannot be done without it, such as "guests can't run here"
   * @throws TestAbortedException when it is missing and {@code subflow.require} does not name it
   */
  public static <T> T need(RunSettings settings, String name, String what, Supplier<T> find) {
    try {
      return find.get();
    } catch (UsageException e) {
      if (settings.required().contains(name)) {
        throw e;
      }
      throw new TestAbortedException(what + ": " + e.getMessage(), e);
    }
  }

  /**
   * The environment of all labs.
   *
   * @throws TestAbortedException when this machine lacks something and {@code subflow.require} does
   *     not name guests
   */
  public static LabEnvironment guests(RunContext run, RunSettings settings) {
    return need(settings, "guests", "guests can't run here", run::environment);
  }
}
