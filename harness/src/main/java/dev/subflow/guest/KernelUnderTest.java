// SPDX-License-Identifier: Apache-2.0
package dev.subflow.guest;

import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The kernel that a guest runs.
 *
 * @param name the name it was asked for
 * @param release what {@code uname -r} says
 * @param version exact version of its package or build
 * @param options kconfig options that are set, without their {@code CONFIG_}
 */
public record KernelUnderTest(
    String name, String release, String version, Map<String, String> options) {
  public KernelUnderTest {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(release, "release");
    Objects.requireNonNull(version, "version");
    options = Map.copyOf(options);
  }

  /** The value of a kconfig option, named with its {@code CONFIG_}; empty when it is not set. */
  public Optional<String> option(String option) {
    return Optional.ofNullable(options.get(option.replaceFirst("^CONFIG_", "")));
  }
}
