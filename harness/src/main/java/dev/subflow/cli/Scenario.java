// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A test that can be run by name.
 *
 * @param name {@code Class.method}: what results and evidence call it
 * @param className fully qualified name of its class
 * @param displayName name for readers
 * @param tags JUnit tags without {@code scenario}, which all have
 * @param rfc8684 sections of the RFC that it exercises
 * @param topology name of the topology's class; empty for a single host
 * @param kernel the kernel it insists on
 * @param uniqueId JUnit's name of it
 */
record Scenario(
    String name,
    String className,
    String displayName,
    List<String> tags,
    List<String> rfc8684,
    Optional<String> topology,
    Optional<String> kernel,
    @JsonIgnore String uniqueId) {
  Scenario {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(className, "className");
    Objects.requireNonNull(displayName, "displayName");
    tags = List.copyOf(tags);
    rfc8684 = List.copyOf(rfc8684);
    Objects.requireNonNull(topology, "topology");
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(uniqueId, "uniqueId");
  }

  /** The name without the method. */
  String simpleClassName() {
    return name.substring(0, name.lastIndexOf('.'));
  }

  /** What it needs, in words. */
  String needs() {
    String hosts = topology.orElse("one host");
    return kernel.map(k -> hosts + ", " + k).orElse(hosts);
  }
}
