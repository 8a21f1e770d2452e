// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.host.UsageException;
import dev.subflow.lab.LabEnvironment;
import dev.subflow.virtme.Engine;
import org.opentest4j.TestAbortedException;

/**
 * Turns a machine that can't run guests or containers into a skip that says why, or into a failure
 * where those are required.
 */
final class Requirements {
  private Requirements() {}

  /**
   * The docker engine.
   *
   * @throws TestAbortedException when there is none and {@code subflow.require} does not name
   *     docker
   */
  static Engine docker(Settings settings) {
    try {
      return Engine.find();
    } catch (UsageException e) {
      if (settings.required().contains("docker")) {
        throw e;
      }
      throw new TestAbortedException("containers can't run here: " + e.getMessage(), e);
    }
  }

  /**
   * The environment of all labs.
   *
   * @throws TestAbortedException when this machine lacks something and {@code subflow.require} does
   *     not name guests
   */
  static LabEnvironment guests(RunContext run, Settings settings) {
    try {
      return run.environment();
    } catch (UsageException e) {
      if (settings.required().contains("guests")) {
        throw e;
      }
      throw new TestAbortedException("guests can't run here: " + e.getMessage(), e);
    }
  }
}
