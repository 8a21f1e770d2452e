// SPDX-License-Identifier: Apache-2.0
package dev.subflow.junit;

import dev.subflow.failure.UsageException;
import java.util.List;

/** Parameters of tests that no host or wire of their topology has the name of. */
public final class MisnamedParameterException extends UsageException {
  /**
   * @param problems a line each
   */
  public MisnamedParameterException(List<String> problems) {
    super(String.join("\n", problems));
  }
}
