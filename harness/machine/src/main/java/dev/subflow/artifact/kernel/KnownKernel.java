// SPDX-License-Identifier: Apache-2.0
package dev.subflow.artifact.kernel;

import java.util.List;
import java.util.Objects;

/**
 * A prebuilt kernel that can be asked for.
 *
 * @param names names that lead to it today, such as {@code debian:stable} and {@code
 *     debian:6.12.107}
 * @param suite suite of Debian that carries it
 * @param release what {@code uname -r} says in it
 * @param version of its package
 * @param cached whether it is in the cache already
 */
public record KnownKernel(
    List<String> names, String suite, String release, String version, boolean cached) {
  public KnownKernel {
    names = List.copyOf(names);
    Objects.requireNonNull(suite, "suite");
    Objects.requireNonNull(release, "release");
    Objects.requireNonNull(version, "version");
  }
}
