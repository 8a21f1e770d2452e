// SPDX-License-Identifier: Apache-2.0
package dev.subflow.topology;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which kernel some hosts of a topology get: one cell of a matrix of kernels.
 *
 * @param kernels kernel by host, in the order of the topology; never empty
 */
public record KernelPairing(Map<String, String> kernels) {
  private static final List<String> ENDS = List.of("client", "server");
  private static final Pattern FRAGMENTS = Pattern.compile("tree:.*#[^,]+(,[^,]+)*");
  // client=tree:DIR#debug,btf,server=debian:stable
  private static final Pattern NEXT = Pattern.compile(",(?=[A-Za-z][A-Za-z0-9_-]*=)");
  private static final Pattern HOST = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

  /**
   * @throws IllegalArgumentException when it is empty, or a kernel is blank or has a comma that is
   *     not between fragments, which {@link #name} could not tell
   */
  public KernelPairing {
    kernels = Collections.unmodifiableMap(new LinkedHashMap<>(kernels));
    if (kernels.isEmpty()) {
      throw new IllegalArgumentException("a pairing of kernels names no host");
    }
    kernels.forEach(KernelPairing::check);
  }

  private static void check(String host, String kernel) {
    if (!HOST.matcher(host).matches() || !isKernel(kernel)) {
      throw new IllegalArgumentException(
          "a pairing of kernels has \"" + host + "=" + kernel + "\"; it wants host=kernel");
    }
  }

  private static boolean isKernel(String kernel) {
    boolean plain = !kernel.contains(",") || FRAGMENTS.matcher(kernel).matches();
    return plain && !kernel.isBlank() && !NEXT.matcher(kernel).find();
  }

  /**
   * Every way to give these kernels to a topology: each to the host {@code client} with each to the
   * host {@code server}; where it has neither, each to all hosts at once. Hosts that pin a kernel
   * keep it; where all do there is no way.
   */
  public static List<KernelPairing> all(Topology topology, List<String> kernels) {
    List<String> free =
        topology.hosts().stream().filter(h -> h.kernel().isEmpty()).map(HostSpec::name).toList();
    List<String> ends = free.stream().filter(ENDS::contains).toList();
    if (free.isEmpty()) {
      return List.of();
    }
    List<String> distinct = List.copyOf(new LinkedHashSet<>(kernels));
    if (ends.isEmpty()) {
      return distinct.stream().map(k -> ofAll(free, k)).toList();
    }
    List<Map<String, String>> ways = List.of(Map.of());
    for (String host : ends) {
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> way : ways) {
        for (String kernel : distinct) {
          Map<String, String> next = new LinkedHashMap<>(way);
          next.put(host, kernel);
          longer.add(next);
        }
      }
      ways = longer;
    }
    return ways.stream().map(KernelPairing::new).toList();
  }

  private static KernelPairing ofAll(List<String> hosts, String kernel) {
    Map<String, String> kernels = new LinkedHashMap<>();
    hosts.forEach(host -> kernels.put(host, kernel));
    return new KernelPairing(kernels);
  }

  /** Reads a {@link #name}; empty for any other text. */
  public static Optional<KernelPairing> parse(String name) {
    Map<String, String> kernels = new LinkedHashMap<>();
    for (String part : NEXT.split(name, -1)) {
      int equals = part.indexOf('=');
      if (equals < 0
          || !HOST.matcher(part.substring(0, equals)).matches()
          || !isKernel(part.substring(equals + 1))
          || kernels.put(part.substring(0, equals), part.substring(equals + 1)) != null) {
        return Optional.empty();
      }
    }
    return Optional.of(new KernelPairing(kernels));
  }

  /** Such as {@code client=debian:stable,server=debian:backports}. */
  public String name() {
    return kernels.entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(","));
  }

  /** Part of it that concerns the hosts of a topology; empty when nothing does. */
  public Optional<KernelPairing> within(Topology topology) {
    Map<String, String> own = new LinkedHashMap<>();
    topology.hosts().stream()
        .map(HostSpec::name)
        .filter(kernels::containsKey)
        .forEach(host -> own.put(host, kernels.get(host)));
    return own.isEmpty() ? Optional.empty() : Optional.of(new KernelPairing(own));
  }

  /** The topology with these hosts on these kernels, and the others as they were. */
  public Topology applyTo(Topology topology) {
    return topology.withHosts(
        host -> {
          String kernel = kernels.get(host.name());
          return kernel == null ? host : host.onKernel(kernel);
        });
  }
}
