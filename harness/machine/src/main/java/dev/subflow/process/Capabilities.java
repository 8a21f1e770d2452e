// SPDX-License-Identifier: Apache-2.0
package dev.subflow.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Capabilities of this JVM that starting an {@link Outsider} and ending it takes. */
final class Capabilities {
  /** With their numbers of linux/capability.h. */
  private enum Needed {
    CAP_CHOWN(0),
    CAP_KILL(5),
    CAP_SETGID(6),
    CAP_SETUID(7),
    CAP_SETPCAP(8);

    final int bit;

    Needed(int bit) {
      this.bit = bit;
    }
  }

  private Capabilities() {}

  /** Names of those that are missing, in words; empty when all are there. */
  static Optional<String> missing() {
    try {
      return missing(Files.readAllLines(Path.of("/proc/self/status")));
    } catch (IOException e) {
      return Optional.of("a readable /proc/self/status");
    }
  }

  static Optional<String> missing(List<String> status) {
    // CapEff:	000001ffffffffff
    long effective =
        status.stream()
            .filter(line -> line.startsWith("CapEff:"))
            .mapToLong(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
            .findFirst()
            .orElse(0);
    String names =
        List.of(Needed.values()).stream()
            .filter(one -> (effective >>> one.bit & 1) == 0)
            .map(Enum::name)
            .collect(Collectors.joining(", "));
    return Optional.of(names).filter(text -> !text.isEmpty());
  }
}
