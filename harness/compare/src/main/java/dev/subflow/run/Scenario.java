// SPDX-License-Identifier: Apache-2.0
package dev.subflow.run;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.subflow.junit.Measurements;
import dev.subflow.junit.ParameterNames;
import dev.subflow.topology.TopologySource;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.platform.commons.support.ReflectionSupport;

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
 * @param code the method itself
 */
public record Scenario(
    String name,
    String className,
    String displayName,
    List<String> tags,
    List<String> rfc8684,
    Optional<String> topology,
    Optional<String> kernel,
    List<String> kernels,
    @JsonIgnore Class<? extends TopologySource> source,
    @JsonIgnore String method,
    @JsonIgnore Method code) {
  public Scenario {
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
    Objects.requireNonNull(code, "code");
  }

  /** The name without the method. */
  public String simpleClassName() {
    return name.substring(0, name.lastIndexOf('.'));
  }

  /**
   * Theme of the scenario: its package below one called {@code scenarios}, {@code basics} for that
   * one itself; elsewhere the last part of its package.
   */
  @JsonProperty
  public String theme() {
    String folder = className.substring(0, Math.max(0, className.lastIndexOf('.')));
    String below = ("." + folder + ".").replaceFirst("^.*\\.scenarios\\.", "");
    if (below.isEmpty()) {
      return "basics";
    }
    return below.startsWith(".")
        ? folder.substring(folder.lastIndexOf('.') + 1)
        : below.substring(0, below.length() - 1);
  }

  /** Whether it measures transfers, as its method asks for somebody who takes them. */
  public boolean measures() {
    return List.of(code.getParameterTypes()).contains(Measurements.class);
  }

  /**
   * Problems of the scenario, a line each: parameters that no host or wire of its topology has the
   * name of.
   *
   * @throws dev.subflow.topology.TopologyException for a topology that can't be built
   */
  List<String> problems() {
    return ParameterNames.problems(code, ReflectionSupport.newInstance(source).topology());
  }

  /** Needs of the scenario, in words. */
  @JsonProperty
  public String needs() {
    String hosts = topology.orElse("one host");
    if (!kernels.isEmpty()) {
      return hosts + ", " + String.join(" x ", kernels);
    }
    return kernel.map(k -> hosts + ", " + k).orElse(hosts);
  }
}
