// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import java.io.IOException;

/** An external program failed; the message carries its last words and where all of them are. */
public final class ProgramException extends IOException {
  public ProgramException(String message) {
    super(message);
  }
}
