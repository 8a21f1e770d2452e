// SPDX-License-Identifier: Apache-2.0
package dev.subflow.cli;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.subflow.topology.TopologySource;
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
 * @param kernels the kernels whose pairings it runs on
 * @param source what makes its topology
 * @param method {@code package.Class#method(types of parameters)}: how JUnit finds it
 */
record Scenario(
    String name,
    String className,
    String displayName,
    List<String> tags,
    List<String> rfc8684,
    Optional<String> topology,
    Optional<String> kernel,
    List<String> kernels,
    @JsonIgnore Class<? extends TopologySource> source,
    @JsonIgnore String method) {
  Scenario {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(className, "className");
    Objects.requireNonNull(displayName, "displayName");
    tags = List.copyOf(tags);
    rfc8684 = List.copyOf(rfc8684);
    Objects.requireNonNull(topology, "topology");
    Objects.requireNonNull(kernel, "kernel");
    kernels = List.copyOf(kernels);
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(method, "method");
  }

  /** The name without the method. */
  String simpleClassName() {
    return name.substring(0, name.lastIndexOf('.'));
  }

  /** The package below the one of all scenarios; {@code basics} for that one itself. */
  @JsonProperty
  String theme() {
    String folder = className.substring(0, className.lastIndexOf('.'));
    return folder.startsWith(RunCommand.SCENARIOS + ".")
        ? folder.substring(RunCommand.SCENARIOS.length() + 1)
        : "basics";
  }

  /** What it needs, in words. */
  @JsonProperty
  String needs() {
    String hosts = topology.orElse("one host");
    if (!kernels.isEmpty()) {
      return hosts + ", " + String.join(" x ", kernels);
    }
    return kernel.map(k -> hosts + ", " + k).orElse(hosts);
  }
}
