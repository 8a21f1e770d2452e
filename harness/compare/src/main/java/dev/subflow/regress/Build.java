// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Build of a kernel.
 *
 * @param variant its name in the comparison
 * @param title what it is made of
 * @param kernel what {@code --kernel} takes; absent when it does not build
 * @param hosts kernels of some hosts that have another one
 * @param release what {@code uname -r} says in it; empty when it does not build
 * @param warnings of the compiler
 * @param took how long it took
 * @param failure why it does not build
 */
public record Build(
    String variant,
    String title,
    Optional<String> kernel,
    Map<String, String> hosts,
    String release,
    List<String> warnings,
    Duration took,
    Optional<String> failure) {
  public Build {
    Objects.requireNonNull(variant, "variant");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(kernel, "kernel");
    hosts = Map.copyOf(hosts);
    Objects.requireNonNull(release, "release");
    warnings = List.copyOf(warnings);
    Objects.requireNonNull(took, "took");
    Objects.requireNonNull(failure, "failure");
  }

  /** Build of a kernel for all hosts. */
  public Build(
      String variant,
      String title,
      Optional<String> kernel,
      String release,
      List<String> warnings,
      Duration took,
      Optional<String> failure) {
    this(variant, title, kernel, Map.of(), release, warnings, took, failure);
  }

  /** The kernel, if there is one. */
  public Optional<Variant> built() {
    return kernel.map(k -> new Variant(variant, title, k, hosts));
  }
}
