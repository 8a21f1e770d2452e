// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.debian;

import java.util.Map;
import java.util.Objects;

/**
 * One package of a suite at one version.
 *
 * @param sha256 what the signed package list says its file hashes to
 */
record DebianPackage(String name, String version, String sha256) {
  public DebianPackage {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(sha256, "sha256");
  }

  static DebianPackage of(Map<String, String> stanza) {
    return new DebianPackage(
        stanza.getOrDefault("Package", ""),
        stanza.getOrDefault("Version", ""),
        stanza.getOrDefault("SHA256", ""));
  }

  @Override
  public String toString() {
    return name + "=" + version;
  }
}
