// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.lab.Lab;
import java.nio.file.Path;

/**
 * Holds a lab whose test failed, for as long as somebody wants to look into it; found by {@link
 * java.util.ServiceLoader} when {@code subflow.keep} is set.
 */
public interface LabKeeper {
  /** Returns when the lab may come down. */
  void keep(Lab lab, String test, Path evidence);
}
