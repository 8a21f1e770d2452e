// SPDX-License-Identifier: Apache-2.0
package dev.subflow.regress;

import java.util.Map;
import java.util.Objects;

/**
 * A kernel that takes part in a comparison.
 *
 * @param name short and unique, such as {@code base}; also the name of its folder of results
 * @param title what it is, such as {@code v7.3 + 0001-fix.patch}
 * @param kernel what {@code --kernel} takes
 * @param hosts kernels of some hosts that have another one
 */
public record Variant(String name, String title, String kernel, Map<String, String> hosts) {
  public Variant {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(kernel, "kernel");
    hosts = Map.copyOf(hosts);
  }

  /** One kernel on all hosts. */
  public Variant(String name, String title, String kernel) {
    this(name, title, kernel, Map.of());
  }
}
