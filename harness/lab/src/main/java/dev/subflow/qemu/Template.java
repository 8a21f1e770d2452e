// SPDX-License-Identifier: Apache-2.0
package dev.subflow.qemu;

import java.nio.file.Path;

/**
 * A machine that was frozen when it was ready, of which any number of copies can be made.
 *
 * @param folder the cache's
 */
record Template(Path folder) {
  /** The guest's memory, a sparse file as long as the memory. */
  Path memory() {
    return folder.resolve("memory");
  }

  /** The state of all devices, in QEMU's migration format. */
  Path state() {
    return folder.resolve("state");
  }

  /** Console of the template until it was frozen. */
  Path console() {
    return folder.resolve("console.log");
  }
}
