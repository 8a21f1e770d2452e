// SPDX-License-Identifier: Apache-2.0
package dev.subflow.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

/** A directory of small programs that stands in front of PATH. */
record ToolBox(Path bin) {
  /** Puts a shell script there. */
  Path add(String name, String script) throws IOException {
    Path file = bin.resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + script + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** An environment with nothing else in PATH, and QEMU only from here. */
  Map<String, String> environment() {
    return Map.of(
        "PATH", bin.toString(), Tools.QEMU_OVERRIDE, bin.resolve("qemu-system-x86_64").toString());
  }
}
