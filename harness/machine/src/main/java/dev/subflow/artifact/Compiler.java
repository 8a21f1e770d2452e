// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact;

import dev.subflow.process.Program;
import java.io.IOException;
import java.util.Optional;

/** The C compiler of this machine, asked for its version once. Thread-safe. */
final class Compiler {
  private Optional<String> version = Optional.empty();

  /** First line of what it says, such as {@code cc (Debian 12.2.0-14+deb12u1) 12.2.0}. */
  synchronized String version() throws IOException {
    if (version.isEmpty()) {
      String name = System.getenv().getOrDefault("CC", "cc");
      version =
          Program.of(name, "--version").output().lines().findFirst().or(() -> Optional.of(name));
    }
    return version.orElseThrow();
  }
}
