// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import java.io.IOException;

/** An external tool failed; the message carries its last words and where all of them are. */
public final class ToolException extends IOException {
  public ToolException(String message) {
    super(message);
  }
}
