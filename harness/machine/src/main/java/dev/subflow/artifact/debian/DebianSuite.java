// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.debian;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The suites that kernels come from, in the order in which a version is looked for. */
enum DebianSuite {
  /** By codename, so that what "stable" means changes with a commit here and not overnight. */
  STABLE("trixie"),
  BACKPORTS("trixie-backports"),
  TESTING("testing"),
  SID("sid"),
  OLDSTABLE("bookworm");

  private final String archiveName;

  DebianSuite(String archiveName) {
    this.archiveName = archiveName;
  }

  /** Name in the archive, under {@code dists/}. */
  String archiveName() {
    return archiveName;
  }

  /** Name in that of a kernel: {@code debian:stable}. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<DebianSuite> of(String name) {
    return Arrays.stream(values())
        .filter(suite -> suite.label().equals(name) || suite.archiveName.equals(name))
        .findFirst();
  }
}
