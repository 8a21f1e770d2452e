// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A host of a topology.
 *
 * @param name unique in its topology; also the host name in the guest
 * @param nics in the order in which the guest sees them
 * @param vcpus virtual CPUs, absent for as many as the guests of the run have
 * @param memoryMib memory in MiB, 256 by default
 * @param kernel kernel name, absent for the run's default
 * @param image root image name, absent for the run's default
 * @param attached read-only file system images of this machine, mounted at {@code /opt/NAME}
 * @param sysctls settings in the order in which they are written
 * @param routes routes added after the addresses
 * @param rules routing rules added after the routes
 */
public record HostSpec(
    String name,
    List<Nic> nics,
    OptionalInt vcpus,
    int memoryMib,
    Optional<String> kernel,
    Optional<String> image,
    Map<String, Path> attached,
    Map<String, String> sysctls,
    List<Route> routes,
    List<RoutingRule> rules) {
  public HostSpec {
    Objects.requireNonNull(name, "name");
    nics = List.copyOf(nics);
    Objects.requireNonNull(vcpus, "vcpus");
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(image, "image");
    attached = Collections.unmodifiableMap(new LinkedHashMap<>(attached));
    sysctls = Collections.unmodifiableMap(new LinkedHashMap<>(sysctls));
    routes = List.copyOf(routes);
    rules = List.copyOf(rules);
  }

  /**
   * The NIC of that name.
   *
   * @throws IllegalArgumentException when there is none
   */
  public Nic nic(String nicName) {
    return nics.stream()
        .filter(n -> n.name().equals(nicName))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "host \""
                        + name
                        + "\" has no NIC \""
                        + nicName
                        + "\"; it has "
                        + nics.stream().map(Nic::name).toList()));
  }

  /** Number of virtual CPUs: what was asked for, else 1. */
  public int processors() {
    return vcpus.orElse(1);
  }

  /** Host with so many virtual CPUs. */
  HostSpec withVcpus(int count) {
    return new HostSpec(
        name,
        nics,
        OptionalInt.of(count),
        memoryMib,
        kernel,
        image,
        attached,
        sysctls,
        routes,
        rules);
  }

  /** Host on the kernel of that name. */
  public HostSpec onKernel(String kernelName) {
    return new HostSpec(
        name,
        nics,
        vcpus,
        memoryMib,
        Optional.of(kernelName),
        image,
        attached,
        sysctls,
        routes,
        rules);
  }
}
