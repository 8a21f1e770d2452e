// SPDX-License-Identifier: Apache-2.0
package dev.subflow.machine;

import dev.subflow.process.Program;
import dev.subflow.process.SessionDirectories;

/** Whether this user may install packages. */
enum Privileges {
  ROOT,
  PASSWORDLESS_SUDO,
  NONE;

  static Privileges ofThisUser() {
    if (SessionDirectories.uid() == 0) {
      return ROOT;
    }
    return Program.of("sudo", "-n", "true").ask().isPresent() ? PASSWORDLESS_SUDO : NONE;
  }
}
